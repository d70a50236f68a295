// The faults that the page of the bus can inflict on deliveries, each checked against the bus and against the journal of a
// subscriber: never against what the page shows.

import { expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { putJournalOnPage } from "./journal-on-page.ts";
import { inspect, inspector } from "./lab-blog.ts";

requires("chromium")("Faults from the page of the bus", (chromium) => {
  const subject = putJournalOnPage(chromium, { isSubscribed: true });

  it("Slow makes a delivery wait so long", async () => {
    await subject.slide("Slow", 1000);
    await expect.poll(async () => (await subject.fact()).faults.delayMs).toBe(1000);

    const publishedAt = Date.now();
    const position = await subject.publish();

    await expect.poll(() => subject.statuses(position)).toEqual([200]);
    const waitedMs = (subject.journal.of(position)[0]?.at ?? 0) - publishedAt;
    expect(waitedMs).toBeGreaterThanOrEqual(950);
    await subject.endFaults();
  });

  it("Cut lets nothing through, and nothing is lost when it is mended", async () => {
    await inspect(subject.page, "journal");
    await inspector(subject.page).getByLabel("Cut the wire").click();
    await expect.poll(async () => (await subject.fact()).faults.isCut).toBe(true);
    const position = await subject.publish();
    await expect.poll(async () => (await subject.fact()).state).toBe("down");
    expect(subject.statuses(position)).toEqual([]);

    await subject.endFaults();

    await expect.poll(() => subject.effects(position)).toEqual(["applied"]);
  });

  it("Fail makes the bus try again, without a request ever reaching the subscriber", async () => {
    await subject.slide("Fail", 100);
    await expect.poll(async () => (await subject.fact()).faults.failPercent).toBe(100);
    const position = await subject.publish();
    await expect.poll(async () => (await subject.fact()).lastError).toBe("answered 500");
    expect(subject.statuses(position)).toEqual([]);

    await subject.endFaults();

    await expect.poll(() => subject.effects(position)).toEqual(["applied"]);
    expect(subject.journal.of(position)[0]?.attempt).toBeGreaterThan(1);
  });

  it("Lose answers makes it receive an event again, which takes effect once", async () => {
    await subject.slide("Lose answers", 100);
    await expect.poll(async () => (await subject.fact()).faults.loseAnswerPercent).toBe(100);
    const position = await subject.publish();
    await expect.poll(() => subject.journal.of(position).length).toBeGreaterThan(1);

    await subject.endFaults();

    await expect.poll(async () => (await subject.fact()).cursor).toBe(position);
    expect(subject.effects(position).filter((effect) => effect === "applied")).toHaveLength(1);
    expect(subject.effects(position).at(-1)).toBe("duplicate");
  });

  it("Duplicate sends it twice, and the second one is ignored", async () => {
    await subject.slide("Duplicate", 100);
    await expect.poll(async () => (await subject.fact()).faults.duplicatePercent).toBe(100);

    const position = await subject.publish();

    await expect.poll(() => subject.effects(position)).toEqual(["applied", "duplicate"]);
    await subject.endFaults();
  });
});
