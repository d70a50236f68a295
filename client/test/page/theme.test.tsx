// Light or dark: the system decides until a reader does, and the choice is remembered.

import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { installFakeBlog } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

describe("The theme", () => {
  it("is switched by hand and remembered", async () => {
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    const { user } = openPage("/");
    expect(document.documentElement.dataset.theme).toBeUndefined();

    await user.click(screen.getByRole("button", { name: "Switch to the dark theme" }));

    expect(document.documentElement.dataset.theme).toBe("dark");
    expect(localStorage.getItem("theme")).toBe("dark");
    expect(screen.getByRole("button", { name: "Switch to the light theme" })).toBeVisible();
  });
});
