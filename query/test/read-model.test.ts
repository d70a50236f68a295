// How the view is fed: each delivery once and whole, from whatever log.

import { Problem } from "@blog/common/base/problem";
import { describe, expect, it, vi } from "vitest";
import { toMap } from "./to-map.ts";
import { commentCreated, commentUpdated, createQuery, postCreated } from "./query-service.ts";

const log = "log-1";
const at = (position: number, event = postCreated(`p${position}`)) => ({ ...event, position });
const shown = ({ model }: Awaited<ReturnType<typeof createQuery>>) => toMap(model.view);

describe("A delivery", () => {
  it("moves the checkpoint, also past what this view knows nothing of", async () => {
    const { inbox } = await createQuery();

    await inbox.receive({
      log,
      previous: 0,
      events: [at(1), at(2, { type: "PostLiked", data: {} })],
    });

    expect(await inbox.checkpoint()).toMatchObject({ log, position: 2 });
  });

  it("that starts beyond the checkpoint is answered with where to resume", async () => {
    const query = await createQuery();
    await query.inbox.receive({ log, previous: 0, events: [at(1)] });

    const outcome = await query.inbox.receive({ log, previous: 5, events: [at(6)] });

    expect(outcome).toEqual({ resumeAfter: 1 });
    expect(Object.keys(shown(query))).toEqual(["p1"]);
  });

  it("with an event that breaks its contract changes nothing", async () => {
    const query = await createQuery();
    const broken = { type: "PostCreated", data: { id: "p2" } };

    const receiving = query.inbox.receive({ log, previous: 0, events: [at(1), at(2, broken)] });

    await expect(receiving).rejects.toMatchObject({ status: 422 });
    expect(shown(query)).toEqual({});
    expect((await query.inbox.checkpoint()).position).toBe(0);
  });

  it("notifies listeners of each post once, however many of its comments changed", async () => {
    const { inbox, model } = await createQuery();
    const changes: string[][] = [];
    model.onChange((posts) => void changes.push([...posts].map(({ id }) => id)));

    const events = [
      at(1),
      at(2, commentCreated("c1", "p1")),
      at(3, commentUpdated("c1", "p1", "approved")),
    ];
    await inbox.receive({ log, previous: 0, events });
    await inbox.receive({ log, previous: 0, events });

    expect(changes).toEqual([["p1"]]);
  });
});

describe("A parked event that is sent again by hand", () => {
  it("takes its place, and is on disk before it is acknowledged: no replay would find it again", async () => {
    const query = await createQuery();
    await query.inbox.receive({ log, previous: 0, events: [at(1), at(3)] });
    await query.model.save();

    await query.inbox.receive({ log, previous: 3, redelivery: true, events: [at(2)] });

    expect(Object.keys(shown(query))).toEqual(["p1", "p2", "p3"]);
    const afterCrash = await createQuery(query.db);
    expect(shown(afterCrash)).toEqual(shown(query));
    expect(await afterCrash.inbox.checkpoint()).toMatchObject({ log, position: 3 });
  });
});

describe("A parked event that cannot be saved", () => {
  it("is not acknowledged: it would be parked no longer, and on no disk", async () => {
    const { db, inbox } = await createQuery();
    vi.spyOn(db, "transaction").mockRejectedValueOnce(new Problem(507, "no space left"));

    const receiving = inbox.receive({ log, previous: 0, redelivery: true, events: [at(1)] });

    await expect(receiving).rejects.toMatchObject({ status: 507 });
  });
});

describe("When the bus has a new log", () => {
  it("what is known stays, older than all that is published there", async () => {
    const query = await createQuery();
    await query.inbox.receive({
      log,
      previous: 0,
      events: [at(7), at(8, commentCreated("c1", "p7"))],
    });

    const events = [at(1, postCreated("new")), at(2, commentUpdated("c1", "p7", "approved"))];
    await query.inbox.receive({ log: "log-2", previous: 0, events });

    expect(Object.keys(shown(query))).toEqual(["p7", "new"]);
    expect(shown(query).p7?.comments).toMatchObject([{ status: "approved" }]);
    expect(await query.inbox.checkpoint()).toMatchObject({ log: "log-2", position: 2 });
  });

  it("its start is asked for, also when a later part of it comes first", async () => {
    const query = await createQuery();
    await query.inbox.receive({ log, previous: 0, events: [at(1)] });

    const outcome = await query.inbox.receive({ log: "log-2", previous: 4, events: [at(5)] });

    expect(outcome).toEqual({ resumeAfter: 0 });
  });
});

describe("From a course bus", () => {
  const bare = [
    postCreated("p1"),
    commentCreated("c1", "p1"),
    commentUpdated("c1", "p1", "approved"),
  ];

  it("events come without positions, and a replay of all of them changes nothing", async () => {
    const query = await createQuery();
    for (const event of bare) await query.inbox.receive({ events: [event] });
    const before = shown(query);

    await query.inbox.receive({ events: bare });

    expect(shown(query)).toEqual(before);
    expect(before.p1?.comments).toMatchObject([{ status: "approved" }]);
  });

  it("that is replaced by ours, everything known comes before the first position", async () => {
    const query = await createQuery();
    await query.inbox.receive({ events: bare });

    const events = [at(1, postCreated("p2")), at(2, commentUpdated("c1", "p1", "rejected"))];
    await query.inbox.receive({ log, previous: 0, events });

    expect(Object.keys(shown(query))).toEqual(["p1", "p2"]);
    expect(shown(query).p1?.comments).toMatchObject([{ status: "rejected" }]);
  });
});
