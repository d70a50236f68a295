// What becomes of a comment once moderation has spoken, in whatever order the news of it comes.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { describe, expect, it } from "vitest";
import { createComments, postCreated } from "./comments-service.ts";

const comment = { id: "c1", postId: "p1", content: "hello", status: "pending" };
const created = { id: "e2", position: 2, type: "CommentCreated", data: comment };
const approved = opinion("approved", 3);
const rejected = opinion("rejected", 4);

function opinion(status: string, position: number): ReceivedEvent & { data: typeof comment } {
  const data = { ...comment, status };
  return { id: `e${position}`, position, type: "CommentModerated", data };
}
const updated = (status: string, position: number): ReceivedEvent => ({
  ...opinion(status, position),
  type: "CommentUpdated",
});

describe("When moderation has given its opinion", () => {
  it.each(["approved", "rejected", "needs a second look"])("the comment is %s", async (status) => {
    const { hear, commentsOf } = await createComments();
    await hear(created);

    await hear(opinion(status, 3));

    expect(await commentsOf("p1")).toEqual([{ id: "c1", content: "hello", status }]);
  });

  it("the whole comment is said again, as caused by the opinion", async () => {
    const { hear, said } = await createComments();
    await hear(created);

    await hear(approved);

    expect(await said()).toMatchObject([
      { type: "CommentUpdated", data: { ...comment, status: "approved" }, causationid: "e3" },
    ]);
  });

  it("twice, it is said once", async () => {
    const { hear, said } = await createComments();

    await hear(approved);
    await hear(approved);

    expect(await said()).toHaveLength(1);
  });

  it("every replica says the same under the same id, so the bus keeps one", async () => {
    const [one, other] = [await createComments(), await createComments()];

    await one.hear(approved);
    await other.hear(approved);

    expect((await one.said())[0]?.id).toBe((await other.said())[0]?.id);
  });

  it("and again from a course bus, which gives events no names, it takes both", async () => {
    const { inbox, said } = await createComments();
    const bare = { type: approved.type, data: approved.data };

    await inbox.receive({ events: [bare] });
    await inbox.receive({ events: [bare] });

    expect(await said()).toHaveLength(1);
  });
});

describe("News that comes late", () => {
  it("does not overwrite later news, and is not said again", async () => {
    const { hear, commentsOf, said } = await createComments();
    await hear(created);
    await hear(rejected);

    await hear(approved);

    expect(await commentsOf("p1")).toMatchObject([{ status: "rejected" }]);
    expect(await said()).toHaveLength(1);
  });

  it("of a comment whose fate is known changes nothing", async () => {
    const { hear, commentsOf } = await createComments();
    await hear(rejected);

    await hear(created);

    expect(await commentsOf("p1")).toEqual([{ id: "c1", content: "hello", status: "rejected" }]);
  });

  it("of a post, after that of a comment on it, is no problem", async () => {
    const { hear, write, commentsOf } = await createComments();
    await hear(created);

    await hear(postCreated("p1"));

    await write("p1", "another").expect(201);
    expect(await commentsOf("p1")).toMatchObject([{ content: "hello" }, { content: "another" }]);
  });
});

describe("A replica", () => {
  it("hears of the others' comments and of what became of them, and says nothing itself", async () => {
    const { hear, commentsOf, said } = await createComments();

    await hear(created);
    await hear(updated("approved", 5));

    expect(await commentsOf("p1")).toMatchObject([{ id: "c1", status: "approved" }]);
    expect(await said()).toEqual([]);
  });

  it("hears what it has said itself, and nothing changes", async () => {
    const { hear, write, said, commentsOf } = await createComments();
    await hear(postCreated("p1"));
    await write("p1", "mine");
    const [mine] = await said();

    await hear({ ...mine!, position: 2 });

    expect(await commentsOf("p1")).toHaveLength(1);
  });
});

describe("After the bus has lost its log", () => {
  it("positions begin again at 1, and news from there is later than all from before", async () => {
    const { inbox, commentsOf } = await createComments();
    await inbox.receive({
      log: "log-1",
      previous: 0,
      events: [created, { ...approved, position: 99 }],
    });

    const later = { ...opinion("rejected", 1), id: "of the new log" };
    await inbox.receive({ log: "log-2", previous: 0, events: [later] });

    expect(await commentsOf("p1")).toMatchObject([{ status: "rejected" }]);
  });
});
