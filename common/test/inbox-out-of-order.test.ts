// Events that do not come as our bus sends them one after the other: from a new log, late, or from a course bus.

import { contracts } from "@blog/common/events";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { describe, expect, it } from "vitest";
import { createPostListener, postAt } from "./post-listener.ts";
import { openTestDatabase } from "./test-database.ts";

const log = "log-1";

describe("When the bus has a new log", () => {
  it("the checkpoint of the old one means nothing there", async () => {
    const { inbox, received } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1), postAt(2)] });

    const gap = await inbox.receive({ log: "log-2", previous: 1, events: [postAt(2)] });
    const first = { ...postAt(1, "after the loss"), id: "event-of-log-2" };
    await inbox.receive({ log: "log-2", previous: 0, events: [first] });

    expect(gap).toEqual({ resumeAfter: 0 });
    expect(await received()).toEqual(["post 1", "post 2", "after the loss"]);
    expect(await inbox.checkpoint()).toMatchObject({ log: "log-2", position: 1 });
  });

  it("a consumer that has kept positions learns of it before the first event, once", async () => {
    const db = await openTestDatabase(inboxTable);
    const happened: string[] = [];
    const inbox = createInbox(
      db,
      contracts,
      { PostCreated: ({ position }) => void happened.push(`event ${position}`) },
      { onNewLog: async () => void happened.push("a new log") },
    );

    await inbox.receive({ log, previous: 0, events: [postAt(1)] });
    await inbox.receive({ log: "log-2", previous: 0, events: [{ ...postAt(1), id: "a" }] });
    await inbox.receive({ log: "log-2", previous: 1, events: [{ ...postAt(2), id: "b" }] });

    expect(happened).toEqual(["event 1", "a new log", "event 1", "event 2"]);
  });

  it("an event that was received from the old one is not received again", async () => {
    const { inbox, received } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    await inbox.receive({ log: "log-2", previous: 0, events: [{ ...postAt(1), position: 4 }] });

    expect(await received()).toEqual(["post 1"]);
  });
});

describe("A parked event that is sent again by hand", () => {
  it("is judged by its id alone: it comes late, and the checkpoint stays where it is", async () => {
    const { inbox, received } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1), postAt(3)] });
    // What the bus has delivered meanwhile does not matter either.
    const redelivery = { log, previous: 9, redelivery: true as const, events: [postAt(2)] };

    await inbox.receive(redelivery);
    await inbox.receive(redelivery);

    expect(await received()).toEqual(["post 1", "post 3", "post 2"]);
    expect(await inbox.checkpoint()).toMatchObject({ log, position: 3 });
  });
});

describe("A parked event that is sent again to a service restored from a backup", () => {
  it("moves no checkpoint: what stands before it is still missing", async () => {
    const { inbox } = await createPostListener();

    await inbox.receive({ log, previous: 4, redelivery: true, events: [postAt(5)] });

    expect(await inbox.checkpoint()).toMatchObject({ position: 0 });
    expect(await inbox.receive({ log, previous: 4, events: [postAt(6)] })).toEqual({
      resumeAfter: 0,
    });
  });
});

describe("When a course bus delivers", () => {
  it("an event without id or position takes effect each time: there is nothing to know it by", async () => {
    const { inbox, received } = await createPostListener();
    const bare = { type: "PostCreated", data: { id: "1", title: "bare" } };

    await inbox.receive({ events: [bare] });
    await inbox.receive({ events: [bare] });

    expect(await received()).toEqual(["bare", "bare"]);
    expect(await inbox.checkpoint()).toMatchObject({ position: 0 });
  });
});
