// Writing a post or a comment: shown at once, never twice, and never lost.

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { comment, heldAnswer, installFakeBlog, post } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

const none = () => ({ body: [] });
const field = () => screen.getByLabelText("Title of a new post");

describe("When a post is published", () => {
  it("is shown before the service has answered", async () => {
    const held = heldAnswer();
    installFakeBlog({ "GET /posts": none, "POST /posts/create": held.answer });
    const { user } = openPage("/");

    await user.type(field(), "  Hello {Enter}");

    expect(await screen.findByText("publishing…")).toBeVisible();
    expect(screen.getByRole("heading", { name: "Hello" })).toBeVisible();
    expect(field()).toHaveValue("  Hello ");
  });

  it.each(["the answer", "the stream"])("is there once when %s comes first", async (first) => {
    const held = heldAnswer();
    const blog = installFakeBlog({ "GET /posts": none, "POST /posts/create": held.answer });
    const { user } = openPage("/");
    await user.type(field(), "Hello{Enter}");
    await screen.findByText("publishing…");
    const steps = [
      () => held.release({ status: 201, body: { id: "p1", title: "Hello" } }),
      () => blog.stream().emit("post", post("p1", "Hello")),
    ];
    if (first === "the stream") steps.reverse();

    steps[0]?.();
    await waitFor(() => expect(screen.queryByText("publishing…")).toBeNull());
    const headingsBetween = screen.getAllByRole("heading", { name: "Hello" });
    steps[1]?.();

    await waitFor(() => expect(field()).toHaveValue(""));
    await screen.findByRole("link", { name: "Hello" });
    expect(headingsBetween).toHaveLength(1);
    expect(screen.getAllByRole("heading", { name: "Hello" })).toHaveLength(1);
  });

  it("is sent once, however often the button is pressed", async () => {
    const blog = installFakeBlog({ "GET /posts": none, "POST /posts/create": heldAnswer().answer });
    const { user } = openPage("/");
    await user.type(field(), "Hello");

    await user.dblClick(screen.getByRole("button", { name: "Publish" }));

    await screen.findByText("publishing…");
    expect(blog.requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  it("stays in the field when it is refused, with the reason beside it and the focus in it", async () => {
    const errors = [{ detail: "must not shout", pointer: "#/title" }];
    installFakeBlog({
      "GET /posts": none,
      "POST /posts/create": () => ({ status: 400, body: { detail: "no", errors } }),
    });
    const { user } = openPage("/");
    await user.type(field(), "HELLO");

    await user.click(screen.getByRole("button", { name: "Publish" }));

    await waitFor(() => expect(field()).toHaveAccessibleDescription("Must not shout."));
    expect(field()).toBeInvalid();
    expect(field()).toHaveFocus();
    expect(field()).toHaveValue("HELLO");
    expect(screen.queryByRole("heading", { name: "HELLO" })).toBeNull();
  });

  it.each([
    ["no network", undefined, "The server cannot be reached right now. Your text is kept."],
    [
      "too many",
      () => ({ status: 429, headers: { "retry-after": "7" } }),
      "That was a lot in a short time. Please try again in 7 seconds. Your text is kept.",
    ],
    [
      "a sick service",
      () => ({ status: 503, body: { detail: "The posts service cannot be reached right now." } }),
      "The posts service cannot be reached right now. Your text is kept.",
    ],
  ])("shows what happened: %s", async (_case, answer, message) => {
    const blog = installFakeBlog({ "GET /posts": none });
    if (answer) blog.answers["POST /posts/create"] = answer;
    const { user } = openPage("/");

    await user.type(field(), "Hello{Enter}");

    expect(await screen.findByText(message)).toBeVisible();
    expect(field()).toHaveValue("Hello");
  });

  it.each([
    ["", "Please write a title first."],
    ["\u200b\u3164", "Please write a title first."],
    ["👍🏽".repeat(201), "This has 201 characters; 200 is the most. Please shorten it."],
    [
      "👩‍👩‍👧‍👦".repeat(100),
      "This has 2500 bytes; 2000 is the most for 200 characters. Please shorten it.",
    ],
    ["x".repeat(201), "This has 201 characters; 200 is the most. Please shorten it."],
  ])("is checked before it is sent", async (title, message) => {
    const blog = installFakeBlog({ "GET /posts": none });
    const { user } = openPage("/");
    await user.click(field());
    await user.paste(title);

    await user.keyboard("{Enter}");

    expect(await screen.findByText(message)).toBeVisible();
    expect(blog.requests).not.toContain("POST /posts/create");
  });

  it("is counted as the services count it: 200 emoji are sent", async () => {
    const blog = installFakeBlog({ "GET /posts": none });
    const { user } = openPage("/");
    await user.click(field());
    await user.paste("👍🏽".repeat(200));

    await user.keyboard("{Enter}");

    await vi.waitFor(() => expect(blog.requests).toContain("POST /posts/create"));
  });

  it("waits as a draft through a reload", async () => {
    installFakeBlog({ "GET /posts": none });
    const { user, unmount } = openPage("/");
    await user.type(field(), "Half a thou");

    unmount();
    openPage("/");

    expect(field()).toHaveValue("Half a thou");
    expect(sessionStorage.getItem("draft:post")).toBe("Half a thou");
  });
});

describe("When a comment is sent", () => {
  it("awaits moderation at once, and is there once when answer and stream have come", async () => {
    const held = heldAnswer();
    const blog = installFakeBlog({
      "GET /posts": () => ({ body: [post("p1", "First")] }),
      "POST /posts/p1/comments": held.answer,
    });
    const { user } = openPage("/");
    await user.type(
      await screen.findByLabelText("Comment on “First”"),
      "Nice{Control>}{Enter}{/Control}",
    );
    expect(await screen.findByText("This comment is awaiting moderation")).toBeVisible();

    blog.stream().emit("post", post("p1", "First", [comment("c1", "Nice", "approved")]));
    held.release({ status: 201, body: [comment("c1", "Nice", "pending")] });

    await waitFor(() => expect(screen.getByLabelText("Comment on “First”")).toHaveValue(""));
    // The answer is older than the update: what is approved stays approved.
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["Nice"]);
  });
});
