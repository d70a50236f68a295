// Accident: an event is put away for good, because nobody can handle it; and then somebody mends the handler. The bus keeps
// its word and does not deliver it again. But the service knows that it was led past it, and asks for it when it starts.

import { startCatchUp } from "@blog/common/messaging/catch-up";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { createService } from "@blog/common/http/service";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTestDatabase } from "../../common/test/test-database.ts";
import { listen } from "../../event-bus/test/listening.ts";
import { startTestBus } from "../../event-bus/test/test-bus.ts";

async function startReader() {
  const heard: string[] = [];
  const reader = { heard, isMended: false };
  const db = await openTestDatabase(inboxTable);
  const inbox = createInbox(db, {
    PostCreated({ data: { id } }) {
      if (id === "b" && !reader.isMended) throw new Error("cannot handle this");
      heard.push(id);
    },
  });
  const service = createService("reader", { inbox });
  service.log.level = "silent";
  const { url, stop } = await listen(service.app);
  onTestFinished(stop);

  async function catchUpWith(busUrl: string): Promise<void> {
    const bus = connectHttpBus(busUrl);
    const catchUp = startCatchUp({ bus, inbox, log: service.log });
    await expect.poll(catchUp.isDone).toBe(true);
    // Stopping waits for what it asks for after that.
    onTestFinished(bus.close);
    await expect.poll(async () => (await inbox.checkpoint()).skippedPositions).toEqual([]);
    await catchUp.stop();
  }

  return Object.assign(reader, { url, catchUpWith });
}

describe("A discarded event", () => {
  it("is not delivered again, and takes effect when the mended service starts", async () => {
    const reader = await startReader();
    const bus = await startTestBus({ subscribers: `reader=${reader.url}` });
    for (const id of ["a", "b", "c"]) await bus.say("PostCreated", { id, title: id });
    await expect.poll(() => bus.status("reader").parked).toBe(1);
    await expect.poll(() => reader.heard).toEqual(["a", "c"]);

    const parked = `${bus.url}/subscriptions/reader/parked/2`;
    expect((await fetch(parked, { method: "DELETE" })).status).toBe(204);
    reader.isMended = true;
    await bus.say("PostCreated", { id: "d", title: "d" });
    await expect.poll(() => reader.heard).toEqual(["a", "c", "d"]);
    await reader.catchUpWith(bus.url);

    expect(reader.heard).toEqual(["a", "c", "d", "b"]);
  });
});
