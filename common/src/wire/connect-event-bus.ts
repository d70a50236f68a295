// Which bus, and how its events are received: the one place that knows. Our own bus delivers to POST
// /events, and a service that starts reads what it missed. NATS and RabbitMQ deliver nothing: there, a service reads on by itself.

import { isRabbitMqUrl, isStreamUrl } from "../base/stream-url.ts";
import { type CatchUp, startCatchUp } from "../messaging/catch-up.ts";
import type { Inbox } from "./delivery.ts";
import { type EventBus, isPullBus } from "../messaging/event-bus.ts";
import { connectHttpBus } from "./event-bus-http.ts";
import type { CheckpointedInbox } from "../messaging/inbox.ts";
import type { EndpointTransport } from "./event-endpoint.ts";
import type { Instrumentation } from "../http/instrumentation.ts";
import type { Service } from "../http/service.ts";

interface BusOptions {
  name?: string;
  secret?: string | undefined;
  /** Another transport than HTTP, used where the bus offers it. */
  upgrade?: EndpointTransport | undefined;
  instrumentation?: Instrumentation | undefined;
}

/** Connects to `http://…`, `nats://one,two,three?replicas=3` or `amqp://one/vhost`. Does not wait until the bus is there. */
export async function connectEventBus(
  url: string,
  { instrumentation, ...options }: BusOptions = {},
): Promise<EventBus> {
  const observed = (bus: EventBus) => instrumentation?.bus(bus) ?? bus;
  if (isRabbitMqUrl(url)) {
    const { connectRabbitMqBus } = await import("../engines/rabbitmq/event-bus-rabbitmq.ts");
    return observed(connectRabbitMqBus(url));
  }
  if (isStreamUrl(url)) {
    const { connectNatsBus } = await import("../engines/nats/event-bus-nats.ts");
    return observed(connectNatsBus(url));
  }
  return observed(connectHttpBus(url, options));
}

/**
 * Starts consuming: first what was missed, then, unless the bus delivers it, what comes. `replica`: how this process differs from
 * others of its name that have a checkpoint of their own; the same after a restart.
 */
export async function startConsuming(
  bus: EventBus,
  { name, inbox, log }: Service<CheckpointedInbox>,
  { replica }: { replica?: string } = {},
): Promise<CatchUp> {
  if (!isPullBus(bus)) return startCatchUp({ bus, inbox, log });
  const { startConsumer } = await import("../delivery/consumer.ts");
  return startConsumer({ bus, inbox, log, name, ...(replica && { replica }) });
}

/** Starts consuming, for a service without a checkpoint. From a bus that delivers, nothing needs to be read. */
export async function startSharedConsumer(
  bus: EventBus,
  { name, inbox, log }: Service<Inbox>,
  { replica }: { replica?: string } = {},
): Promise<{ stop(): Promise<void> }> {
  if (!isPullBus(bus)) {
    bus.announce?.().catch((error: unknown) => log.debug({ err: error }, "the bus is away"));
    return { stop: async () => {} };
  }
  const { startSharedPullConsumer } = await import("../delivery/shared-consumer.ts");
  return startSharedPullConsumer({ bus, inbox, log, name, ...(replica && { replica }) });
}
