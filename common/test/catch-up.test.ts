// What a service missed while it was away: read from its checkpoint to the end of the log, whatever happens meanwhile.

import { describe, expect, it } from "vitest";
import { caughtUp, createBusWith, createCatchingUp, publish } from "./catching-up.ts";
import { until } from "../../tests/kit/until.ts";

describe("Catching up", () => {
  it("reads everything, and is done at the end of the log", async () => {
    const bus = await createBusWith(["A", "B", "C"]);
    const { inbox, received, catchUpWith } = await createCatchingUp();

    const catchUp = catchUpWith(bus);

    expect(catchUp.isDone()).toBe(false);
    await caughtUp(catchUp);
    expect(await received()).toEqual(["A", "B", "C"]);
    expect(await inbox.checkpoint()).toMatchObject({ log: "log-1", position: 3 });
    expect(catchUp.lines).toMatchObject([{ msg: "caught up with the event bus", events: 3 }]);
  });

  it("begins at the checkpoint", async () => {
    const bus = await createBusWith(["A", "B", "C"]);
    const { received, catchUpWith } = await createCatchingUp();
    await caughtUp(catchUpWith(bus));
    await publish(bus, "D");

    const again = catchUpWith(bus);
    await caughtUp(again);

    expect(await received()).toEqual(["A", "B", "C", "D"]);
    expect(again.lines).toMatchObject([{ events: 1 }]);
  });

  it("reads a log with another identity from its start", async () => {
    const { received, catchUpWith } = await createCatchingUp();
    await caughtUp(catchUpWith(await createBusWith(["A", "B"])));

    await caughtUp(catchUpWith(await createBusWith(["after the loss"], "log-2")));

    expect(await received()).toEqual(["A", "B", "after the loss"]);
  });

  it("also finds what is published meanwhile", async () => {
    const bus = await createBusWith(["A", "B"]);
    const { received, catchUpWith } = await createCatchingUp((title) => {
      if (title === "B") void publish(bus, "published meanwhile");
    });

    await caughtUp(catchUpWith(bus));

    expect(await received()).toEqual(["A", "B", "published meanwhile"]);
  });

  it("takes an event once that the bus delivers at the same time", async () => {
    const bus = await createBusWith(["A", "B", "C"]);
    const { inbox, received, catchUpWith } = await createCatchingUp();

    const catchUp = catchUpWith(bus);
    for await (const delivery of bus.read({ position: 0 })) await inbox.receive(delivery);
    await caughtUp(catchUp);

    expect(await received()).toEqual(["A", "B", "C"]);
  });
});

describe("Catching up while the bus is away", () => {
  it("goes on in the background, with one short line in the log for each time", async () => {
    const bus = await createBusWith(["A"]);
    bus.isAway = true;
    const { received, catchUpWith } = await createCatchingUp();

    const catchUp = catchUpWith(bus);
    await until(() => expect(catchUp.lines.length).toBeGreaterThan(0));
    expect(catchUp.isDone()).toBe(false);
    bus.isAway = false;

    await caughtUp(catchUp);
    expect(await received()).toEqual(["A"]);
    expect(catchUp.lines[0]).toMatchObject({ reason: expect.stringContaining("ECONNREFUSED") });
    expect(catchUp.lines[0]).not.toHaveProperty("err");
  });

  it("can be stopped", async () => {
    const bus = await createBusWith([]);
    bus.isAway = true;
    const { catchUpWith } = await createCatchingUp();
    const catchUp = catchUpWith(bus);

    await catchUp.stop();

    expect(catchUp.isDone()).toBe(false);
  });
});
