// Handling events exactly once: each event's effect, its id and the checkpoint in one transaction.

import { describe, expect, it } from "vitest";
import { createPostListener, postAt } from "./post-listener.ts";

const log = "log-1";

describe("An event that our bus delivers", () => {
  it("takes effect, and the checkpoint moves to it", async () => {
    const { inbox, received } = await createPostListener();

    const outcome = await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    expect(outcome).toBe("done");
    expect(await received()).toEqual(["post 1"]);
    expect(await inbox.checkpoint()).toMatchObject({ log, position: 1 });
  });

  it("takes effect once, however often it comes", async () => {
    const { inbox, received } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1), postAt(2)] });

    const outcome = await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    expect(outcome).toBe("done");
    expect(await received()).toEqual(["post 1", "post 2"]);
    expect(await inbox.checkpoint()).toMatchObject({ log, position: 2 });
  });

  it("moves the checkpoint also when it has no handler here", async () => {
    const { inbox } = await createPostListener();
    const unknown = { id: "x", position: 1, type: "PostLiked", data: {} };

    await inbox.receive({ log, previous: 0, events: [unknown] });

    expect(await inbox.checkpoint()).toMatchObject({ log, position: 1 });
  });

  it("is refused with a 422 that names the field when its data breaks the contract", async () => {
    const { inbox } = await createPostListener();
    const broken = { id: "x", position: 1, type: "PostCreated", data: { id: "1" } };

    await expect(inbox.receive({ log, previous: 0, events: [broken] })).rejects.toMatchObject({
      status: 422,
      errors: [{ pointer: "#/title" }],
    });
  });
});

describe("When something is missing before a delivery", () => {
  it("nothing takes effect, and the answer names the position to resume at", async () => {
    const { inbox, received } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    const outcome = await inbox.receive({ log, previous: 2, events: [postAt(3)] });

    expect(outcome).toEqual({ resumeAfter: 1 });
    expect(await received()).toEqual(["post 1"]);
  });

  it("from the start, the answer is 0", async () => {
    const { inbox } = await createPostListener();

    expect(await inbox.receive({ log, previous: 7, events: [postAt(8)] })).toEqual({
      resumeAfter: 0,
    });
  });

  it("an empty delivery is a question whether it is so", async () => {
    const { inbox } = await createPostListener();
    await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    expect(await inbox.receive({ log, previous: 1, events: [] })).toBe("done");
    expect(await inbox.receive({ log, previous: 5, events: [] })).toEqual({ resumeAfter: 1 });
    expect(await inbox.checkpoint()).toMatchObject({ log, position: 1 });
  });
});

describe("When a handler fails", () => {
  it("nothing of the delivery remains: no effect, no id, no checkpoint", async () => {
    const { inbox, received } = await createPostListener();
    const delivery = { log, previous: 0, events: [postAt(1), postAt(2, "poison"), postAt(3)] };

    await expect(inbox.receive(delivery)).rejects.toThrow("cannot handle this");

    expect(await received()).toEqual([]);
    expect(await inbox.checkpoint()).toMatchObject({ position: 0 });
    await inbox.receive({ log, previous: 0, events: [postAt(1)] });
    expect(await received()).toEqual(["post 1"]);
  });
});
