// Puts the bus in front of a stream that others use directly; see mirror.ts. Loaded only where EVENT_BUS_URL names a stream.

import { connectEventBus } from "@blog/common/wire/connect-event-bus";
import { startConsumer } from "@blog/common/delivery/consumer";
import { openDatabase } from "@blog/common/database/open-database";
import { isPullBus } from "@blog/common/messaging/event-bus";
import type { Instrumentation } from "@blog/common/http/instrumentation";
import type { Logger } from "@blog/common/base/logger";
import type { Bus } from "../bus.ts";
import { mirrorTable, openMirror } from "./mirror.ts";

export interface Gateway {
  /** The same bus, but what is appended goes into the stream first. */
  bus: Bus;
  /** Whether the copy has reached the end of the stream after the start. */
  isCaughtUp(): boolean;
  stop(): Promise<void>;
}

interface GatewayOptions {
  url: string;
  /** The log's; how far it has come as a copy is kept beside it. */
  file: string;
  log: Logger;
  instrumentation?: Instrumentation | undefined;
}

export async function startGateway(
  bus: Bus,
  { url, file, log, instrumentation }: GatewayOptions,
): Promise<Gateway> {
  const stream = await connectEventBus(url, { instrumentation });
  if (!isPullBus(stream)) throw new Error(`EVENT_BUS_URL: ${url} is no stream.`);
  const besides = file === ":memory:" ? file : file.replace(/(\.db)?$/, "-mirror.db");
  const db = await openDatabase(`sqlite:${besides}`, [mirrorTable]);
  const mirror = await openMirror(bus, stream, db);
  const consumer = startConsumer({ bus: stream, inbox: mirror.inbox, log, name: "event-bus" });

  return {
    bus: { ...bus, append: mirror.append },
    isCaughtUp: consumer.isDone,
    async stop() {
      await consumer.stop();
      await stream.close();
      await db.close();
    },
  };
}
