// Lights: GET /lamps shows which are on.

import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { runService } from "@blog/common/http/run";
import { createService } from "@blog/common/http/service";
import { createInbox, inboxTable } from "@blog/common/messaging/inbox";
import { connectEventBus, startConsuming } from "@blog/common/wire/connect-event-bus";
import { contracts } from "./contracts.ts";

const lampsTable = "CREATE TABLE lamps (id TEXT PRIMARY KEY, is_on INTEGER NOT NULL)";

const settings = readSettings(ServiceSettings);
const db = await openDatabaseOf("lights", settings.DATABASE_URL, [lampsTable, inboxTable]);
const bus = await connectEventBus(settings.EVENT_BUS_URL, { name: "lights" });

const service = createService("lights", {
  routes(app) {
    app.get("/lamps", async (_req, res) => {
      const rows = await db.query<{ id: string }>("SELECT id FROM lamps WHERE is_on = 1");
      res.send({ on: rows.map(({ id }) => id), bulb: process.env.BULB });
    });
  },

  inbox: createInbox(db, contracts, {
    async LampSwitched({ data: { id, isOn } }, tx) {
      await tx.query(
        "INSERT INTO lamps (id, is_on) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on",
        [id, isOn ? 1 : 0],
      );
    },
  }),
});
const consumer = await startConsuming(bus, service);

await runService(service, { port: settings.PORT ?? 0, stop: [consumer.stop, bus.close, db.close] });
