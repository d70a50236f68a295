// Where the page gets its history from when there is no stream: from a bus whose lab is off, and from a file.

import { describe, expect, it, vi } from "vitest";
import { FakeEventSource } from "../page/fake-event-source.ts";
import { event } from "./events.ts";
import { hello, history, listening, stream } from "./listening.ts";

describe("Without the lab", () => {
  it("the page asks for events and cursors now and then", async () => {
    const status = { name: "query", url: "http://localhost:4002", cursor: 1, lastError: null };
    const { store, pass } = await listening({
      "GET /lab": () => ({ body: { recording: false, control: false, runner: false } }),
      "GET /lab/subscriptions": () => ({
        body: {
          log: { id: "log", length: 2 },
          subscriptions: [{ ...status, lag: { events: 1, seconds: 3 }, state: "down", parked: 2 }],
        },
      }),
      "GET /lab/events": () => ({
        body: [event(1), event(2)].map((each) => JSON.stringify(each)).join("\n"),
      }),
    });

    await vi.waitFor(() => expect(store.getSnapshot().connection).toBe("polling"));
    pass(50);

    const { picture, lab } = store.getSnapshot();
    expect(lab?.control).toBe(false);
    expect(picture.events.get(2)?.type).toBe("PostCreated");
    expect(picture.subscribers[0]?.fact).toMatchObject({ cursor: 1, state: "down" });
  });
});

describe("A recorded session", () => {
  it("is shown instead of the bus, until the user goes back to it", async () => {
    const { store, pass } = await listening();
    (await stream()).emit("hello", hello("one", 7));
    pass(50);

    store.load(history(3));
    pass(50);
    expect(store.getSnapshot()).toMatchObject({ connection: "file", picture: { tail: 3 } });
    expect(FakeEventSource.last("/lab/stream").readyState).toBe(FakeEventSource.CLOSED);
    FakeEventSource.opened.length = 0;
    store.goLive();
    (await stream()).emit("hello", hello("one", 7));
    pass(50);

    expect(store.getSnapshot()).toMatchObject({ connection: "live", picture: { tail: 7 } });
  });

  it("is played as it came: at the view's speed, not while frozen, and without its long pauses", async () => {
    const { store, pass } = await listening();
    const [first, second, third] = history(3).filter(({ kind }) => kind === "event");
    const at = first!.at;
    store.load([first!, { ...second!, at: at + 1000 }, { ...third!, at: at + 60_000 }]);
    pass(50);

    store.playAgain();
    const tail = () => store.getSnapshot().picture.tail;
    pass(800);
    expect(tail()).toBe(1);
    store.freeze();
    pass(5000);
    store.unfreeze();
    expect(tail()).toBe(1);
    store.setSpeed(4);
    pass(600);
    expect(tail()).toBe(2);
    pass(700);
    expect(tail()).toBe(3);
    expect(store.getSnapshot().playing).toBe(false);
    expect(store.records()).toHaveLength(3);
  });
});
