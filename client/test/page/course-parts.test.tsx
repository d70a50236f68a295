// The page in front of parts of the course, which answer fewer addresses than ours: what it asks instead, and what it shows.
// The parts themselves are tried in a browser (tests/browser/course-parts.test.ts).

import { act, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FakeEventSource } from "./fake-event-source.ts";
import { comment, installFakeBlog, post } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

afterEach(() => vi.useRealTimers());

// As Express answers an address that it does not know.
const unknown = () => ({ status: 404, headers: { "content-type": "text/html" }, body: "Cannot" });
const ourNotFound = () => ({
  status: 404,
  headers: { "content-type": "application/problem+json" },
  body: { detail: "There is no post p1." },
});

describe("With the course's query", () => {
  it("a post is found in the map of all posts", async () => {
    const map = { p1: post("p1", "First", [comment("c1", "Nice")]) };
    installFakeBlog({ "GET /posts/p1": unknown, "GET /posts": () => ({ body: map }) });
    openPage("/post/p1");

    expect(await screen.findByText("Nice")).toBeVisible();
  });

  it.each(["p1", "constructor", "__proto__"])(
    "post %s that is not in it is not there",
    async (id) => {
      installFakeBlog({ [`GET /posts/${id}`]: unknown, "GET /posts": () => ({ body: {} }) });
      openPage(`/post/${id}`);

      expect(await screen.findByText("There is no such post")).toBeVisible();
    },
  );

  it("the page asks instead of waiting for a stream, until there is one", async () => {
    vi.useFakeTimers();
    const blog = installFakeBlog({ "GET /posts": () => ({ body: {} }) });
    const headers = { "content-type": "application/json" };
    const answer = vi.fn(async () => new Response("{}", { headers }));
    vi.stubGlobal("fetch", answer);
    openPage("/");

    await act(async () => FakeEventSource.last("/posts").fail({ isFinal: true }));
    await act(() => vi.advanceTimersByTimeAsync(3000));
    expect(screen.getByText(/sends no live updates/)).toBeVisible();
    const asked = blog.requests.length;
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(blog.requests.length - asked).toBe(5);
    const opened = FakeEventSource.opened.length;
    answer.mockImplementation(
      async () => new Response("", { headers: { "content-type": "text/event-stream" } }),
    );
    await act(() => vi.advanceTimersByTimeAsync(20_000));

    expect(FakeEventSource.opened).toHaveLength(opened + 1);
  });
});

describe("With our query", () => {
  it("a post that is not there is asked for once", async () => {
    const blog = installFakeBlog({ "GET /posts/p1": ourNotFound });
    openPage("/post/p1");

    expect(await screen.findByText("There is no such post")).toBeVisible();
    expect(blog.requests).toEqual(["GET /posts/p1"]);
  });
});

describe("With posts of the localhost era", () => {
  it("a post is sent to the other address, under the same key", async () => {
    const keys: unknown[] = [];
    const blog = installFakeBlog({
      "GET /posts": () => ({ body: [] }),
      "POST /posts/create": ({ headers }) => {
        keys.push(headers.get("idempotency-key"));
        return unknown();
      },
      "POST /posts": ({ headers }) => {
        keys.push(headers.get("idempotency-key"));
        return { status: 201, body: { id: "p1", title: "Hello" } };
      },
    });
    const { user } = openPage("/");

    await user.type(screen.getByLabelText("Title of a new post"), "Hello{Enter}");

    expect(await screen.findByText("saved, on its way to query")).toBeVisible();
    expect(blog.requests.filter((request) => request.startsWith("POST"))).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });
});

describe("With the course's event bus", () => {
  it("/services names what the bus does not keep, instead of calling it dead", async () => {
    installFakeBlog({});
    openPage("/services");

    const report = { services: [], bus: "without subscriptions" };
    FakeEventSource.last("/status").emit("status", report);

    expect(await screen.findByText(/This bus keeps no list of its subscribers/)).toBeVisible();
    expect(screen.queryByText("no answer")).toBeNull();
  });
});
