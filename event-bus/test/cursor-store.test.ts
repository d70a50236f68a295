// Where a subscriber stands is on disk a moment after it has moved: early enough for a hint.

import { pause } from "@blog/common/base/backoff";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it } from "vitest";
import { openBus } from "../src/bus.ts";
import { SAVE_WITHIN_MS } from "../src/delivery/cursor-store.ts";
import { createSubscription } from "../src/delivery/subscription.ts";
import { Subscribers } from "../src/delivery/subscribers.ts";
import { createSubscriptionStore } from "../src/delivery/subscription-store.ts";
import { until } from "../../tests/kit/until.ts";
import { crashImage, newLogFile } from "./test-folder.ts";

const first = { position: 1, batches: false };
const second = { position: 2, batches: true };

/** What it loads is what is on the disk. */
function openStore(file = newLogFile()) {
  return createSubscriptionStore(openSqlite(file, { exclusive: true }), "log");
}

describe("Where a subscriber stands", () => {
  it("is saved at once when it stands anywhere for the first time", () => {
    const store = openStore();

    store.saveNow("a", first);

    expect(store.loadCursor("a")).toEqual(first);
    store.close();
  });

  it("is saved a moment after it has moved, with where all others stand", async () => {
    const store = openStore();
    for (const name of ["a", "b"]) store.saveNow(name, first);

    for (const name of ["a", "b"]) store.saveSoon(name, second);

    expect(store.loadCursor("a")).toEqual(first);
    await until(() => expect(store.loadCursor("a")).toEqual(second));
    expect(store.loadCursor("b")).toEqual(second);

    store.saveSoon("a", first);
    await until(() => expect(store.loadCursor("a")).toEqual(first));
    store.close();
  });

  it("is saved when the bus is stopped in order", () => {
    const file = newLogFile();
    const store = openStore(file);
    store.saveSoon("a", second);

    store.close();

    // On Node 20 a closed file stays locked for as long as anything remembers its statements.
    const again = openStore(crashImage(file));
    expect(again.loadCursor("a")).toEqual(second);
    again.close();
  });

  it("is forgotten with it, though it has just moved", async () => {
    const store = openStore();
    store.saveNow("a", first);
    store.saveSoon("a", second);

    store.forget("a");
    await pause(3 * SAVE_WITHIN_MS);

    expect(store.loadCursor("a")).toBeUndefined();
    store.close();
  });
});

describe("A bus that is killed right after it has started", () => {
  // It would begin with what comes next then, and miss what came before.
  it("remembers where a new subscriber has begun", async () => {
    const file = newLogFile();
    const createTransport = () => ({
      deliver: async () => ({ status: 503 }),
      close: async () => {},
    });
    const subscribers = Subscribers.parse("late:now=http://localhost:1/events");
    const bus = openBus({ file, open: openSqlite, subscribers, createTransport });

    const copy = crashImage(file);

    const store = createSubscriptionStore(
      openSqlite(copy.replace(".db", "-subscriptions.db")),
      bus.log.id,
    );
    expect(store.loadCursor("late")).toEqual({ position: 0, batches: false });
    store.close();
    await bus.close();
  });
});

describe("A subscriber that has to go back", () => {
  it("does so on the disk at once: there, a cursor is never ahead", () => {
    const store = openStore();
    const log = { tail: () => 9, read: () => [] } as never;
    const subscriber = { name: "a", url: "http://localhost:1", start: "beginning" as const };
    store.saveNow("a", { position: 5, batches: true });
    const subscription = createSubscription(subscriber, log, store);

    subscription.goBackTo(2);

    expect(store.loadCursor("a")).toEqual({ position: 2, batches: true });
    store.close();
  });
});
