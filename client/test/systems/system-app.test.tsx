// The page of a system that is not the blog: its own name, the pages that every system has, and nothing that the blog asks for.

import { render, screen } from "@testing-library/react";
import { createMemoryRouter } from "react-router";
import { describe, expect, it, vi } from "vitest";
import { SystemApp } from "../../src/systems/SystemApp.tsx";
import { installFakeBlog } from "../page/fake-blog.ts";
import "../page/open-page.tsx";

function open(name: string, address: string) {
  const { requests } = installFakeBlog({});
  render(
    <SystemApp
      name={name}
      createRouter={(routes) => createMemoryRouter(routes, { initialEntries: [address] })}
    />,
  );
  return requests;
}

describe("The page of the library", () => {
  it("has its name at the top and in the title of the window", async () => {
    const requests = open("library", "/services");

    expect(await screen.findByRole("link", { name: "Library" })).toHaveAttribute("href", "/");
    expect(screen.getByRole("link", { name: "Books" })).toHaveAttribute("href", "/");
    await vi.waitFor(() => expect(document.title).toBe("Services · Library"));
    expect(requests).toEqual([]);
  });

  it("knows where it leads from an address that there is not", async () => {
    open("library", "/shelves");

    expect(await screen.findByRole("link", { name: "All books" })).toHaveAttribute("href", "/");
  });
});

describe("The page of a system without a description", () => {
  it("is broken, and not the blog's", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});

    open("library-of-babel", "/services");

    expect(await screen.findByText("This page broke")).toBeVisible();
    expect(screen.queryByText("Event-driven Blog")).toBeNull();
  });
});
