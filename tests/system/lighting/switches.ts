// Switches: POST /lamps/:id publishes that a lamp is on, or off.

import { parse } from "@blog/common/base/problem";
import { readSettings, ServiceSettings } from "@blog/common/base/settings";
import { openDatabaseOf } from "@blog/common/database/open-database";
import { runService } from "@blog/common/http/run";
import { createService } from "@blog/common/http/service";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import { startRelay } from "@blog/common/messaging/outbox-relay";
import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { z } from "zod";
import type { contracts } from "./contracts.ts";

const settings = readSettings(ServiceSettings);
const db = await openDatabaseOf("switches", settings.DATABASE_URL, [outboxTable]);
const bus = await connectEventBus(settings.EVENT_BUS_URL, { name: "switches" });
const outbox: Outbox<typeof contracts> = createOutbox(db, "switches");

const service = createService("switches", {
  routes(app) {
    app.post("/lamps/:id", async (req, res) => {
      const lamp = { id: req.params.id, ...parse(z.object({ isOn: z.boolean() }), req.body) };
      await db.transaction((tx) => outbox.add(tx, "LampSwitched", lamp));
      res.status(201).send(lamp);
    });
  },
});
const relay = startRelay({ outbox, bus, log: service.log });

await runService(service, { port: settings.PORT ?? 0, stop: [relay.stop, bus.close, db.close] });
