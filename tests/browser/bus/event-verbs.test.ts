// What one can do to single events on the page of the bus, each checked against the bus and against the journal of a
// subscriber: never against what the page shows.

import { expect, it } from "vitest";
import { get } from "../../kit/json-http.ts";
import { requires } from "../../requires.ts";
import { putJournalOnPage } from "./journal-on-page.ts";
import { drawer, inspector } from "./lab-blog.ts";

requires("chromium")("Events on the page of the bus", (chromium) => {
  const subject = putJournalOnPage(chromium, { isSubscribed: true, isRefused: true });

  async function parked(): Promise<number[]> {
    return (await subject.fact()).parked;
  }

  async function openTab(name: string | RegExp): Promise<void> {
    await drawer(subject.page).getByRole("tab", { name }).click();
  }

  it("Publish sends what was filled in, and shows where it stands in the log", async () => {
    await drawer(subject.page).getByLabel("title").fill("From the form");
    await drawer(subject.page).getByRole("button", { name: "Publish" }).click();

    await expect.poll(() => subject.effects(1)).toEqual(["applied"]);
    const { body } = await get(`${subject.url}/lab/events?after=0&limit=1`, {
      accept: "application/json",
    });
    expect(body).toMatchObject({ type: "PostCreated", data: { title: "From the form" } });
    await drawer(subject.page).getByText("it is in the log as").waitFor();
  });

  it("Publish sends nonsense as it is, and shows how the bus refuses it", async () => {
    const tail = await subject.lab.tail();
    await drawer(subject.page).getByLabel("As JSON").click();
    await drawer(subject.page).getByLabel("The event as JSON").fill('{ "type": 7 }');
    await drawer(subject.page).getByRole("button", { name: "Publish" }).click();

    await drawer(subject.page).getByText("400 Bad Request").waitFor();
    expect(await subject.lab.tail()).toBe(tail);
  });

  it("a poison event is parked, redriven in vain, redriven with success, and another one discarded", async () => {
    const first = await subject.lab.publish("PostCreated", { id: "x1", title: "poison" });
    const second = await subject.lab.publish("PostCreated", { id: "x2", title: "poison too" });
    await expect.poll(parked, { timeout: 60_000 }).toEqual([first, second]);
    const tries = subject.statuses(first).length;
    expect(tries).toBeGreaterThanOrEqual(10);
    await openTab(/^Parked/);
    const row = (position: number) =>
      drawer(subject.page)
        .getByRole("region", { name: "Parked for journal" })
        .getByRole("listitem")
        .filter({ hasText: `#${position}` });

    await row(first).getByRole("button", { name: "Redrive" }).click();
    await row(first).getByText("redriven, and refused again").waitFor();
    expect(subject.statuses(first)).toHaveLength(tries + 1);
    expect(await parked()).toEqual([first, second]);

    subject.journal.cure();
    await row(first).getByRole("button", { name: "Redrive" }).click();
    await expect.poll(() => subject.effects(first)).toEqual(["applied"]);
    await expect.poll(parked).toEqual([second]);

    await row(second).getByRole("button", { name: "Discard…" }).click();
    await row(second).getByRole("button", { name: "Discard #" }).click();
    await expect.poll(parked).toEqual([]);
    expect(subject.effects(second)).toEqual([]);
  });

  it("Replay counts before, sends again what was chosen, and reports what came of it", async () => {
    const from = await subject.publish();
    const to = await subject.publish();
    await expect.poll(() => subject.effects(to)).toEqual(["applied"]);

    await openTab("Replay");
    await drawer(subject.page).getByLabel("From").fill(String(from));
    await drawer(subject.page).getByLabel("To", { exact: true }).fill(String(to));
    await drawer(subject.page).getByLabel("query").uncheck();
    await drawer(subject.page).getByLabel("journal").check();
    await drawer(subject.page).getByText("2 events to 1 subscriber = 2 deliveries").waitFor();
    expect(subject.effects(to)).toEqual(["applied"]);
    await drawer(subject.page).getByRole("button", { name: "Replay", exact: true }).click();

    await drawer(subject.page).getByText("2 ignored as duplicates").waitFor();
    for (const position of [from, to])
      expect(subject.effects(position)).toEqual(["applied", "duplicate"]);
    expect(subject.journal.of(to).at(-1)).toMatchObject({ isLate: true });
  });

  it("Replay of one event to one subscriber is offered beside its deliveries", async () => {
    const position = await subject.publish();
    await subject.page.getByRole("button", { name: `#${position} PostCreated` }).click();
    await inspector(subject.page).getByRole("tab", { name: "Deliveries" }).click();

    await inspector(subject.page).getByRole("button", { name: "Replay to journal" }).click();

    await expect.poll(() => subject.effects(position)).toEqual(["applied", "duplicate"]);
  });
});
