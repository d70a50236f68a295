// Catching up with a log in which one event cannot be handled.

import { Problem } from "@blog/common/base/problem";
import { describe, expect, it } from "vitest";
import { caughtUp, createBusWith, createCatchingUp } from "./catching-up.ts";

describe("An event that cannot be handled", () => {
  it("is left to our bus, which will park it: what stands before it takes effect", async () => {
    const bus = await createBusWith(["A", "poison", "B"]);
    const { inbox, received, catchUpWith } = await createCatchingUp();

    const catchUp = catchUpWith(bus);
    await caughtUp(catchUp);

    expect(await inbox.checkpoint()).toMatchObject({ log: "log-1", position: 1 });
    expect(await received()).toEqual(["A"]);
    expect(catchUp.lines).toMatchObject([{ msg: "cannot handle this event", position: 2 }]);
  });

  it("is left out when it comes from a course bus, which parks nothing", async () => {
    const bus = await createBusWith(["A", "poison", "B"]);
    bus.log = undefined;
    const { received, catchUpWith } = await createCatchingUp();

    await caughtUp(catchUpWith(bus));

    expect(await received()).toEqual(["A", "B"]);
  });

  it("for lack of space is no such event: it is tried again", async () => {
    const bus = await createBusWith(["A"]);
    let tries = 0;
    const { received, catchUpWith } = await createCatchingUp(() => {
      tries += 1;
      if (tries === 1) throw new Problem(507, "no space left");
    });

    const catchUp = catchUpWith(bus);
    await caughtUp(catchUp);

    expect(await received()).toEqual(["A"]);
    expect(catchUp.lines[0]).toMatchObject({ reason: "no space left" });
  });
});
