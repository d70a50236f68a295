// Adding, holding, stepping, freezing and removing on the page of the bus, each checked against the bus and against the
// journal of a subscriber: never against what the page shows.

import { expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { putJournalOnPage } from "./journal-on-page.ts";
import { drawer, inspect, inspector } from "./lab-blog.ts";

requires("chromium")("Holding deliveries on the page of the bus", (chromium) => {
  const subject = putJournalOnPage(chromium, { isSubscribed: false });

  it("a service of one's own is added, and receives the log from its beginning", async () => {
    const before = await subject.publish();

    await subject.page.getByRole("tab", { name: "Your own service" }).click();
    await drawer(subject.page).getByLabel("Name").fill("journal");
    await drawer(subject.page).getByLabel("URL").fill(subject.journal.url);
    await drawer(subject.page).getByRole("button", { name: "Add the subscriber" }).click();

    await expect.poll(() => subject.effects(before)).toEqual(["applied"]);
    expect(subject.effects(1)).toEqual(["applied"]);
    expect(await subject.fact()).toMatchObject({
      url: `${subject.journal.url}/events`,
      cursor: before,
    });
  });

  it("Hold keeps deliveries back, Step lets one go, and the second press releases the rest", async () => {
    await subject.page.getByRole("button", { name: "Hold deliveries" }).click();
    await expect.poll(async () => (await subject.fact()).isHeld).toBe(true);
    const held = [
      await subject.publish(),
      await subject.publish(),
      await subject.publish(),
    ] as const;
    await expect.poll(async () => (await subject.fact()).waiting).toEqual([held[0]]);
    expect(held.flatMap(subject.statuses)).toEqual([]);

    await subject.page.getByRole("button", { name: "Step" }).click();
    await expect.poll(() => held.map(subject.statuses)).toEqual([[200], [], []]);
    await expect.poll(async () => (await subject.fact()).waiting).toEqual([held[1]]);

    await subject.page.getByRole("button", { name: "Hold deliveries" }).click();
    await expect.poll(() => held.map(subject.statuses)).toEqual([[200], [200], [200]]);
    expect([...(await subject.lab.subscribers()).values()].some(({ isHeld }) => isHeld)).toBe(
      false,
    );
  });

  it("one subscriber is held alone, while the others go on", async () => {
    await inspect(subject.page, "journal");
    await inspector(subject.page).getByRole("button", { name: "Hold" }).click();
    await expect.poll(async () => (await subject.fact()).isHeld).toBe(true);
    const position = await subject.publish();
    await expect
      .poll(async () => (await subject.lab.subscribers()).get("query")?.cursor)
      .toBe(position);
    expect(subject.statuses(position)).toEqual([]);

    await inspector(subject.page).getByRole("button", { name: "Step" }).click();
    await expect.poll(() => subject.statuses(position)).toEqual([200]);
    await inspector(subject.page).getByRole("button", { name: "Release" }).click();
    await expect.poll(async () => (await subject.fact()).isHeld).toBe(false);
  });

  it("Reset undoes all of it at once", async () => {
    await subject.page.getByRole("button", { name: "Hold deliveries" }).click();
    await subject.slide("Slow", 5000);
    await expect.poll(subject.fact).toMatchObject({ isHeld: true, faults: { delayMs: 5000 } });

    await subject.page.getByRole("button", { name: "Reset lab" }).click();

    await expect
      .poll(subject.fact)
      .toMatchObject({ isHeld: false, faults: { delayMs: 0 }, faultsEndAt: null });
  });

  it("Freeze stops the view alone: the bus goes on, and the view catches up", async () => {
    await subject.page.getByRole("button", { name: "Freeze view" }).click();
    const before = await subject.page.getByText(/ in the log$/).textContent();
    const position = await subject.publish();
    await expect.poll(() => subject.statuses(position)).toEqual([200]);
    await subject.page.getByText(/^View frozen\. The system runs on: [1-9]/).waitFor();
    expect(await subject.page.getByText(/ in the log$/).textContent()).toBe(before);

    await subject.page.getByRole("button", { name: "Freeze view" }).click();

    await subject.page.getByText(`${position} in the log`).waitFor();
  });

  it("what was added is removed: the bus delivers there no more", async () => {
    await inspect(subject.page, "journal");
    await inspector(subject.page).getByRole("button", { name: "Remove" }).click();

    await expect.poll(async () => (await subject.lab.subscribers()).has("journal")).toBe(false);
    const position = await subject.publish();
    await expect
      .poll(async () => (await subject.lab.subscribers()).get("query")?.cursor)
      .toBe(position);
    expect(subject.statuses(position)).toEqual([]);
  });
});
