// What is sent again because no answer came: the services know it by its key, and do it once.

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { installFakeBlog } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

const none = () => ({ body: [] });
const field = () => screen.getByLabelText("Title of a new post");

describe("A post", () => {
  it("is sent under the same key until it is accepted, and then under another", async () => {
    const keys: unknown[] = [];
    const answers = [503, 201, 201].map((status) => ({
      status,
      body: { id: "p1", title: "Hello" },
    }));
    installFakeBlog({
      "GET /posts": none,
      "POST /posts/create": ({ headers }) => {
        keys.push(headers.get("idempotency-key"));
        return answers[keys.length - 1]!;
      },
    });
    const { user } = openPage("/");

    await user.type(field(), "Hello{Enter}");
    await waitFor(() => expect(keys).toHaveLength(1));
    await screen.findByRole("button", { name: "Publish" });
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() => expect(field()).toHaveValue(""));
    await user.type(field(), "Hello{Enter}");

    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[0]).toMatch(/^"[0-9a-f]{32}"$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});
