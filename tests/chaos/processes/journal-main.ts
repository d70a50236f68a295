// Starts the journal: a subscriber that writes down every effect, as a process that can be killed like any other.
// POISON=50 makes it unable to bear every fiftieth event or so; always the same ones.

import { frames } from "@blog/common/speed/over-frames";
import { createHash } from "node:crypto";
import { startCatchUp } from "@blog/common/messaging/catch-up";
import { openDatabase } from "@blog/common/database/open-database";
import { connectHttpBus } from "@blog/common/wire/event-bus-http";
import { inboxTable } from "@blog/common/messaging/inbox";
import { runService } from "@blog/common/http/run";
import { createService } from "@blog/common/http/service";
import { readSettings, ServiceSettings, wholeNumber } from "@blog/common/base/settings";
import { createJournalInbox, effectsTable, readEffects } from "../journal-inbox.ts";
import { nameOf } from "./event-name.ts";

const settings = readSettings(ServiceSettings.extend({ POISON: wholeNumber(0).default(0) }));

const db = await openDatabase(settings.DATABASE_URL ?? "sqlite::memory:", [
  inboxTable,
  effectsTable,
]);
const { EVENT_BUS_SECRET: secret } = settings;
const options = {
  secret,
  upgrade: frames,
};
const bus = connectHttpBus(settings.EVENT_BUS_URL, options);
const service = createService("journal", {
  ...options,
  inbox: createJournalInbox(db, { nameOf, isPoison }),
  routes(app) {
    app.get("/effects", async (_req, res) => {
      res.send(await readEffects(db));
    });
  },
});

const catchUp = startCatchUp({ bus, inbox: service.inbox, log: service.log });
await runService(service, {
  port: settings.PORT ?? 0,
  stop: [catchUp.stop, bus.close, db.close],
});

function isPoison(name: string): boolean {
  if (settings.POISON === 0) return false;
  return createHash("sha256").update(name).digest().readUInt32BE() % settings.POISON === 0;
}
