// Accident: an event is discarded, because a subscriber cannot handle it; and then its handler is mended. The bus does not
// deliver the event again. But the log still has it, and a service reads the log when it starts: from its checkpoint, from an
// older one after a restore, from the beginning when its database is gone; and it asks for what it has skipped.

import { contracts } from "@blog/common/events";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { type CatchUp, startCatchUp } from "@blog/common/messaging/catch-up";
import { type CheckpointedInbox, createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createService } from "@blog/common/http/service";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { createTestLog } from "../../common/test/test-log.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { startTestBus } from "../../event-bus/test/test-bus.ts";
import { createQuery } from "../../query/test/query-service.ts";
import { toMap } from "../../query/test/to-map.ts";

/** What a subscriber keeps: titles in SQL, or query's view. */
interface State {
  inbox: CheckpointedInbox;
  titles(): Promise<string[]>;
}

async function emptyTitles(): Promise<State> {
  const db = await openTestDatabase(inboxTable, "CREATE TABLE titles (title TEXT)");
  const inbox = createInbox(db, contracts, {
    async PostCreated({ data: { title } }, tx) {
      await tx.query("INSERT INTO titles (title) VALUES ($1)", [title]);
    },
  });
  return {
    inbox,
    async titles() {
      const rows = await db.query<{ title: string }>("SELECT title FROM titles");
      return rows.map(({ title }) => title);
    },
  };
}

async function emptyView(): Promise<State> {
  const { model } = await createQuery();
  return {
    inbox: model.inbox,
    titles: async () => Object.values(toMap(model.view)).map(({ title }) => title),
  };
}

/** A to E are in the log. B and D could not be handled and are parked, and B is discarded; then the handler is mended. */
async function startScene(subscriber: string, empty: () => Promise<State>) {
  let state = await empty();
  const older = await empty();
  let isMended = false;
  const inbox: CheckpointedInbox = {
    checkpoint: () => state.inbox.checkpoint(),
    async receive(delivery, note) {
      const isPoison = delivery.events.some(({ data }) => ["B", "D"].includes(String(data.title)));
      if (isPoison && !isMended) throw new Error("cannot handle this");
      return state.inbox.receive(delivery, note);
    },
  };
  const service = createService("subscriber", { inbox });
  service.log.level = "silent";
  const { url, stop } = await listen(service.app);
  onTestFinished(stop);

  const bus = await startTestBus({ subscribers: `${subscriber}=${url}` });
  const publish = (title: string) => bus.publish("PostCreated", { id: title, title });
  for (const title of ["A", "B", "C", "D", "E"]) await publish(title);
  await expect.poll(() => bus.status(subscriber)).toMatchObject({ parked: 2, cursor: 5 });
  await older.inbox.receive({
    log: bus.bus.log.id,
    previous: 0,
    events: [{ id: "older", position: 1, type: "PostCreated", data: { id: "A", title: "A" } }],
  });
  const parked = `${bus.url}/subscriptions/${subscriber}/parked`;
  expect((await fetch(`${parked}/2`, { method: "DELETE" })).status).toBe(204);
  isMended = true;

  return {
    publish,
    titles: async () => (await state.titles()).toSorted(),
    /** The service starts, with its own state or another one. */
    async restart(restored: State = state): Promise<CatchUp> {
      state = restored;
      const connection = connectHttpBus(bus.url, { name: subscriber });
      onTestFinished(connection.close);
      const catchUp = startCatchUp({ bus: connection, inbox, log: createTestLog().log });
      onTestFinished(catchUp.stop);
      return catchUp;
    },
    older,
  };
}

describe.each([
  ["a service with a database", "titles", emptyTitles],
  ["query", "query", emptyView],
])("An event that was discarded for %s", (_, name, empty) => {
  it("has no effect when that starts and asks for what it has skipped; one that is parked has", async () => {
    const { restart, titles, publish } = await startScene(name, empty);

    await restart();

    await expect.poll(titles).toEqual(["A", "C", "D", "E"]);
    await publish("F");
    await expect.poll(titles).toEqual(["A", "C", "D", "E", "F"]);
  });

  it("has none when that is restored from a backup made before", async () => {
    const { restart, titles, publish, older } = await startScene(name, empty);

    await restart(older);

    await expect.poll(titles).toEqual(["A", "C", "D", "E"]);
    await publish("F");
    await expect.poll(titles).toEqual(["A", "C", "D", "E", "F"]);
  });

  it("has none when all that it knew is gone, and is read from the log again", async () => {
    const { restart, titles, publish } = await startScene(name, empty);

    await restart(await empty());

    await expect.poll(titles).toEqual(["A", "C", "D", "E"]);
    await publish("F");
    await expect.poll(titles).toEqual(["A", "C", "D", "E", "F"]);
  });
});
