// What becomes of a comment once moderation has decided, in whatever order the events come.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { describe, expect, it } from "vitest";
import { createComments, postCreated } from "./comments-service.ts";

const comment = { id: "c1", postId: "p1", content: "hello", status: "pending" };
const created = { id: "e2", position: 2, type: "CommentCreated", data: comment };
const approved = decision("approved", 3);
const rejected = decision("rejected", 4);

function decision(status: string, position: number): ReceivedEvent & { data: typeof comment } {
  const data = { ...comment, status };
  return { id: `e${position}`, position, type: "CommentModerated", data };
}
const updated = (status: string, position: number): ReceivedEvent => ({
  ...decision(status, position),
  type: "CommentUpdated",
});

describe("When moderation has decided", () => {
  it.each(["approved", "rejected", "needs a second look"])("the comment is %s", async (status) => {
    const { receive, commentsOf } = await createComments();
    await receive(created);

    await receive(decision(status, 3));

    expect(await commentsOf("p1")).toEqual([{ id: "c1", content: "hello", status }]);
  });

  it("the whole comment is published again, as caused by the decision", async () => {
    const { receive, recorded } = await createComments();
    await receive(created);

    await receive(approved);

    expect(await recorded()).toMatchObject([
      { type: "CommentUpdated", data: { ...comment, status: "approved" }, causationid: "e3" },
    ]);
  });

  it("twice, it is published once", async () => {
    const { receive, recorded } = await createComments();

    await receive(approved);
    await receive(approved);

    expect(await recorded()).toHaveLength(1);
  });

  it("every replica publishes the same under the same id, so the bus keeps one", async () => {
    const [one, other] = [await createComments(), await createComments()];

    await one.receive(approved);
    await other.receive(approved);

    expect((await one.recorded())[0]?.id).toBe((await other.recorded())[0]?.id);
  });

  it("and again from a course bus, which gives events no names, it takes both", async () => {
    const { inbox, recorded } = await createComments();
    const bare = { type: approved.type, data: approved.data };

    await inbox.receive({ events: [bare] });
    await inbox.receive({ events: [bare] });

    expect(await recorded()).toHaveLength(1);
  });
});

describe("An event that comes late", () => {
  it("does not overwrite later ones, and leads to no other event", async () => {
    const { receive, commentsOf, recorded } = await createComments();
    await receive(created);
    await receive(rejected);

    await receive(approved);

    expect(await commentsOf("p1")).toMatchObject([{ status: "rejected" }]);
    expect(await recorded()).toHaveLength(1);
  });

  it("of a comment whose fate is known changes nothing", async () => {
    const { receive, commentsOf } = await createComments();
    await receive(rejected);

    await receive(created);

    expect(await commentsOf("p1")).toEqual([{ id: "c1", content: "hello", status: "rejected" }]);
  });

  it("of a post, after that of a comment on it, is no problem", async () => {
    const { receive, write, commentsOf } = await createComments();
    await receive(created);

    await receive(postCreated("p1"));

    await write("p1", "another").expect(201);
    expect(await commentsOf("p1")).toMatchObject([{ content: "hello" }, { content: "another" }]);
  });
});

describe("A replica", () => {
  it("receives the others' comments and what became of them, and publishes nothing itself", async () => {
    const { receive, commentsOf, recorded } = await createComments();

    await receive(created);
    await receive(updated("approved", 5));

    expect(await commentsOf("p1")).toMatchObject([{ id: "c1", status: "approved" }]);
    expect(await recorded()).toEqual([]);
  });

  it("receives its own event, and nothing changes", async () => {
    const { receive, write, recorded, commentsOf } = await createComments();
    await receive(postCreated("p1"));
    await write("p1", "mine");
    const [mine] = await recorded();

    await receive({ ...mine!, position: 2 });

    expect(await commentsOf("p1")).toHaveLength(1);
  });
});

describe("After the bus has lost its log", () => {
  it("positions begin again at 1, and events from there are later than all from before", async () => {
    const { inbox, commentsOf } = await createComments();
    await inbox.receive({
      log: "log-1",
      previous: 0,
      events: [created, { ...approved, position: 99 }],
    });

    const later = { ...decision("rejected", 1), id: "of the new log" };
    await inbox.receive({ log: "log-2", previous: 0, events: [later] });

    expect(await commentsOf("p1")).toMatchObject([{ status: "rejected" }]);
  });
});
