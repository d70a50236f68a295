// What others do appears by itself, whatever overtakes whatever.

import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { comment, heldAnswer, installFakeBlog, post } from "./fake-blog.ts";
import { FakeEventSource } from "./fake-event-source.ts";
import { openPage } from "./open-page.tsx";

const headings = () =>
  screen.queryAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);

describe("When another user writes", () => {
  it("shows their post on top, and announces it in the live region", async () => {
    const blog = installFakeBlog({ "GET /posts": () => ({ body: [post("p1", "First")] }) });
    openPage("/");
    await screen.findByText("First");

    blog.stream().emit("post", post("p2", "Second"));

    await waitFor(() => expect(headings()).toEqual(["Second", "First"]));
    const announced = screen.getByRole("status", { name: "Announcements" });
    await waitFor(() => expect(announced).toHaveTextContent("New post: Second."), {
      timeout: 4000,
    });
  });

  it("turns a pending comment into an approved one", async () => {
    const pending = post("p1", "First", [comment("c1", "Nice", "pending")]);
    const blog = installFakeBlog({ "GET /posts": () => ({ body: [pending] }) });
    openPage("/");
    await screen.findByText("This comment is awaiting moderation");

    blog.stream().emit("post", post("p1", "First", [comment("c1", "Nice", "approved")]));

    expect(await screen.findByText("Nice")).toBeVisible();
    expect(blog.requests).toEqual(["GET /posts"]);
  });

  it("believes the update rather than an answer that was on its way meanwhile", async () => {
    const held = heldAnswer();
    const blog = installFakeBlog({ "GET /posts": held.answer });
    openPage("/");

    blog.stream().emit("post", post("p1", "First", [comment("c1", "Nice")]));
    blog.stream().emit("post", post("p2", "Second"));
    held.release({ body: [post("p1", "First")] });

    expect(await screen.findByText("Nice")).toBeVisible();
    expect(headings()).toEqual(["Second", "First"]);
  });

  it("leaves an old post that the user has not scrolled to where it is", async () => {
    const blog = installFakeBlog({
      "GET /posts": () => ({
        body: [post("p5", "Fifth")],
        headers: { link: '</posts?limit=20&before=p5>; rel="next"' },
      }),
    });
    openPage("/");
    await screen.findByText("Fifth");

    blog.stream().emit("post", post("p1", "First", [comment("c1", "Nice")]));
    blog.stream().emit("post", post("p6", "Sixth"));

    await waitFor(() => expect(headings()).toEqual(["Sixth", "Fifth"]));
  });
});

describe("When the stream has a gap", () => {
  it.each([
    ["the stream reports it", () => FakeEventSource.last("/posts").emit("reset", {})],
    ["it was opened anew", () => reopen()],
  ])("fetches everything again: %s", async (_name, happen) => {
    const blog = installFakeBlog({ "GET /posts": () => ({ body: [post("p1", "First")] }) });
    openPage("/");
    await screen.findByText("First");
    blog.stream().emit("post", post("p1", "Outdated"));
    await screen.findByText("Outdated");
    blog.answers["GET /posts"] = () => ({ body: [post("p2", "Second"), post("p1", "Newest")] });

    happen();

    await waitFor(() => expect(headings()).toEqual(["Second", "Newest"]));
  });

  // A new EventSource cannot name the position at which the old one ended.
  function reopen(): void {
    window.dispatchEvent(new Event("online"));
    FakeEventSource.last("/posts").open();
  }

  it("fetches all of it, even when older posts are asked for meanwhile", async () => {
    const next = (id: string) => ({ link: `</posts?limit=20&before=${id}>; rel="next"` });
    const blog = installFakeBlog({
      "GET /posts": () => ({ body: [post("p2", "Second")], headers: next("p2") }),
    });
    const { user } = openPage("/");
    await screen.findByText("Second");
    const held = heldAnswer();
    blog.answers["GET /posts"] = held.answer;

    act(() => reopen());
    await user.click(screen.getByRole("button", { name: "Older posts" }));
    held.release({ body: [post("p3", "Missed"), post("p2", "Second")], headers: next("p2") });

    await waitFor(() => expect(headings()).toEqual(["Missed", "Second"]));
  });

  it("fetches nothing when the browser has resumed by itself", async () => {
    const blog = installFakeBlog({ "GET /posts": () => ({ body: [post("p1", "First")] }) });
    openPage("/");
    await screen.findByText("First");
    blog.stream().emit("post", post("p1", "Updated"));

    act(() => blog.stream().fail({ isFinal: false }));
    act(() => blog.stream().open());

    await screen.findByText("Updated");
    expect(blog.requests).toEqual(["GET /posts"]);
  });
});
