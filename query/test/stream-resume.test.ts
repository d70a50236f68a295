// The live stream for a client that was away: it gets what it missed, or has to start over.

import { describe, expect, it } from "vitest";
import { createLiveQuery, titlesIn } from "./listener.ts";
import { until } from "../../tests/kit/until.ts";
import { commentCreated, commentUpdated, postCreated } from "./query-service.ts";

describe("A client that was away", () => {
  it("gets what it missed, each post once and as it is now", async () => {
    const { listen, receive } = await createLiveQuery();
    const before = await listen();
    await receive(postCreated("p1"), postCreated("p2"));
    await until(() => expect(before.messages).toHaveLength(2));
    before.hangUp();

    await receive(
      commentCreated("c1", "p1"),
      commentUpdated("c1", "p1", "approved"),
      postCreated("p3"),
    );
    const after = await listen(before.lastEventId());

    await until(() => expect(titlesIn(after)).toEqual(["Post p1", "Post p3"]));
    expect(after.messages[0]?.data).toMatchObject({ comments: [{ status: "approved" }] });
  });

  it("also when nothing had happened before", async () => {
    const { listen, receive } = await createLiveQuery();
    const before = await listen();
    await until(() => expect(before.lastEventId()).toBeDefined());
    before.hangUp();

    await receive(postCreated("p1"));
    const after = await listen(before.lastEventId());

    await until(() => expect(titlesIn(after)).toEqual(["Post p1"]));
  });

  // An id that runs ahead of its event would be remembered by a client that is cut off in between.
  it("never gets an id before the event it stands for", async () => {
    const { listen, receive } = await createLiveQuery();
    const before = await listen();
    await until(() => expect(before.lastEventId()).toBeDefined());
    before.hangUp();
    await receive(postCreated("p1"), postCreated("p2"), commentCreated("c1", "p1"));

    const after = await listen(before.lastEventId());

    await until(() => expect(titlesIn(after)).toEqual(["Post p2", "Post p1"]));
    const numbers = [...after.text().matchAll(/^id: .+-(\d+)$/gm)].map(([, id]) => Number(id));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers[0]).toBe(2);
  });

  it("has to start over when more has changed than is remembered", async () => {
    const { listen, receive } = await createLiveQuery();
    const long = await listen();
    await until(() => expect(long.lastEventId()).toBeDefined());
    long.hangUp();
    await receive(...Array.from({ length: 20_001 }, (_, n) => postCreated(`p${n}`)));
    const short = await listen();
    await until(() => expect(short.lastEventId()).toBeDefined());
    short.hangUp();
    await receive(postCreated("last"));

    const longAway = await listen(long.lastEventId());
    const shortlyAway = await listen(short.lastEventId());

    await until(() => expect(longAway.messages).toEqual([{ event: "reset", data: {} }]));
    await until(() => expect(titlesIn(shortlyAway)).toEqual(["Post last"]));
  });

  it.each(["another-process-7", "nonsense", "-", "%00"])(
    "for too long (%s) has to start over",
    async (lastEventId) => {
      const { listen, receive } = await createLiveQuery();
      await receive(postCreated("p1"));

      const listener = await listen(lastEventId);
      await receive(postCreated("p2"));

      await until(() =>
        expect(listener.messages).toMatchObject([
          { event: "reset", data: {} },
          { event: "post", data: { id: "p2" } },
        ]),
      );
    },
  );
});
