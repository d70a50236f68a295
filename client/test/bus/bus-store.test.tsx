// What the page makes of the bus's stream: one run after the other, gaps, and reconnections.

import { describe, expect, it } from "vitest";
import { markOf } from "../../src/bus-view/history/picture.ts";
import { hello, history, listening, stream } from "./listening.ts";

describe("The bus's stream", () => {
  it("is shown as it comes, no record twice", async () => {
    const { store, pass } = await listening();
    const source = await stream();
    source.emit("hello", hello("one"));
    for (const record of history(3)) source.emit("record", record);
    for (const record of history(3)) source.emit("record", record);

    pass(5000);

    const { picture, connection, skipped } = store.getSnapshot();
    expect(connection).toBe("live");
    expect({ tail: picture.tail, skipped }).toEqual({ tail: 3, skipped: 0 });
    expect(store.records()).toHaveLength(history(3).length);
  });

  it("begins with what was before: that is there at once, and is not called skipped", async () => {
    const { store, pass } = await listening();
    const source = await stream();
    const past = history(20);
    source.emit("hello", hello("one", 20));
    source.emit("state", { ...past.at(-1), seq: past.length });
    for (const record of past) source.emit("record", record);

    pass(50);

    const { picture, skipped, behindMs } = store.getSnapshot();
    expect(picture.subscribers[0]?.fact.cursor).toBe(20);
    expect(markOf(picture.subscribers[0]!, 20).kind).toBe("done");
    expect({ skipped, behindMs }).toEqual({ skipped: 0, behindMs: 0 });
  });

  it("with a gap in it: counts the deliveries that were skipped, and forgets what was in flight", async () => {
    const { store, pass } = await listening();
    const source = await stream();
    const records = history(10);
    const missing = records.findIndex(({ kind }) => kind === "delivery") + 1;
    source.emit("hello", hello("one"));
    for (const record of records.slice(0, missing)) source.emit("record", record);
    for (const record of records.slice(-8)) source.emit("record", record);

    pass(5000);

    const { picture, skipped } = store.getSnapshot();
    expect(skipped).toBe(7);
    expect(picture.subscribers[0]?.inFlight).toEqual([]);
  });

  it("of a bus that was started anew starts over", async () => {
    const { store, pass } = await listening();
    const source = await stream();
    source.emit("hello", hello("one"));
    for (const record of history(5)) source.emit("record", record);
    store.lookAt(2);

    source.emit("hello", hello("two", 5));
    pass(100);

    const { picture, viewing, selection } = store.getSnapshot();
    expect({ logId: picture.logId, tail: picture.tail }).toEqual({ logId: "log two", tail: 5 });
    expect({ viewing, selection }).toEqual({ viewing: "live", selection: null });
    expect(store.records()).toEqual([]);
  });

  it("that breaks leaves the last picture, and marks it as old", async () => {
    const { store, pass } = await listening();
    const source = await stream();
    source.emit("hello", hello("one"));
    for (const record of history(2)) source.emit("record", record);
    pass(5000);

    source.fail({ isFinal: false });

    expect(store.getSnapshot().connection).toBe("lost");
    expect(store.getSnapshot().picture.tail).toBe(2);
    source.emit("hello", hello("one"));
    expect(store.getSnapshot().connection).toBe("live");
  });
});
