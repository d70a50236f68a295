// The blog at an event, beside what query answers now.

import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { BlogPost } from "../../../src/blog/api/blog-post.ts";
import { BlogAt } from "../../../src/systems/blog/blog-at/BlogAt.tsx";
import { event } from "../../bus/events.ts";
import { expectAccessible, showPanel } from "../../bus/show-panel.tsx";

const comment = { id: "c1", postId: "p1", content: "Lovely", status: "pending" };
const story = [
  event(1, { data: { id: "p1", title: "Tea" } }),
  event(2, { type: "CommentCreated", data: comment }),
  event(3, { type: "CommentUpdated", data: { ...comment, status: "approved" } }),
  event(4, { data: { id: "p2", title: "Coffee" } }),
];
const approved = { id: "c1", content: "Lovely", status: "approved" };
const tea: BlogPost = { id: "p1", title: "Tea", comments: [approved] };
const coffee: BlogPost = { id: "p2", title: "Coffee", comments: [] };

/** query's answer, as it is after this event. */
const answered = (position: number, body: BlogPost[], log = "log") => ({
  body,
  headers: { "event-bus-log": log, "event-bus-position": String(position) },
});

const column = (name: RegExp) => within(screen.getByRole("region", { name }));

describe("The blog at an event", () => {
  it("is the log up to there, with what the event changed", async () => {
    const { store, container } = await showPanel(<BlogAt />, {
      events: story,
      answers: { "GET /posts": () => answered(4, [coffee, tea]) },
    });

    store.lookAt(3);

    expect(await screen.findByRole("heading", { name: "The blog as it was, at #3" })).toBeVisible();
    const then = column(/The log, up to #3/);
    expect(then.getByText("pending → approved")).toBeVisible();
    expect(then.getByText("changed")).toBeVisible();
    expect(then.getByText("Lovely")).toHaveAttribute("dir", "auto");
    expect(then.queryByText("Coffee")).toBeNull();
    const now = column(/What query answers now/);
    expect(await now.findByText("later")).toBeVisible();
    await expectAccessible(container);
  });

  it("marks what changed since any event the reader names", async () => {
    const { store, user } = await showPanel(<BlogAt />, {
      events: story,
      answers: { "GET /posts": () => answered(4, [coffee, tea]) },
    });
    store.lookAt(3);
    const since = await screen.findByLabelText(/What changed since/);

    await user.clear(since);
    await user.type(since, "1");

    expect(await column(/The log, up to #3/).findByText("new")).toBeVisible();
  });

  it("is the same as what query answers, once query has caught up", async () => {
    let answer = answered(2, [{ ...tea, comments: [{ ...approved, status: "pending" }] }]);
    const { stand, container } = await showPanel(<BlogAt />, {
      events: story,
      subscribers: [{ name: "query", cursor: 2 }],
      answers: { "GET /posts": () => answer },
    });

    expect(
      await screen.findByText("query has not caught up: it is at #2, 2 events behind."),
    ).toBeVisible();
    const now = column(/What query answers now/);
    expect(now.getByText("Coffee")).toBeVisible();
    expect(now.getByText("not in query yet")).toBeVisible();
    await expectAccessible(container);

    answer = answered(4, [coffee, tea]);
    stand({ name: "query", cursor: 4 });
    expect(await screen.findByText("The same as the log, at #4.")).toBeVisible();
  });

  it.each([
    [
      "is further than this page, and nothing is called missing in the log",
      answered(6, [{ ...coffee, id: "p3", title: "Cake" }, coffee, tea]),
      "query is at #6, further than what is shown here (#4).",
    ],
    [
      "is at another log",
      answered(9, [coffee], "log before"),
      "query is still at another log, so it is not compared.",
    ],
    [
      "is the course's, and does not report its position",
      { body: { p2: coffee } },
      "This query does not report its position, so it is not compared.",
    ],
  ])("is held against nothing while query %s", async (_what, answer, words) => {
    await showPanel(<BlogAt />, { events: story, answers: { "GET /posts": () => answer } });

    expect(await screen.findByText(words)).toBeVisible();
    const now = column(/What query answers now/);
    expect(now.getByText("Coffee")).toBeVisible();
    expect(now.queryByText(/not in|differs|later/)).toBeNull();
  });

  it("differs from query's answer only at the same event", async () => {
    await showPanel(<BlogAt />, {
      events: story,
      subscribers: [{ name: "query", cursor: 4, parked: [4] }],
      answers: { "GET /posts": () => answered(4, [tea]) },
    });

    expect(
      await screen.findByText(
        "At #4 query differs from the log: 1 difference. 1 event parked for it.",
      ),
    ).toBeVisible();
  });

  it("reports that query does not answer", async () => {
    await showPanel(<BlogAt />, { events: story });

    expect(await screen.findByText(/^query does not answer/)).toBeVisible();
    expect(await column(/The log, up to #4/).findByText("Coffee")).toBeVisible();
  });

  it("reads what was in the log before the page was opened", async () => {
    const body = story.map((one) => JSON.stringify(one)).join("\n");
    await showPanel(<BlogAt />, {
      events: [event(5, { data: { id: "p3", title: "Cake" } })],
      answers: { "GET /lab/events": () => ({ body }) },
    });

    const log = await vi.waitFor(() => column(/The log, up to #5/));
    expect(await log.findByText("Tea")).toBeVisible();
    expect(await log.findByText("Cake")).toBeVisible();
  });
});
