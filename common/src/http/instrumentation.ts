// What observes a service from outside, such as for traces. main.ts hands it in; without it, nothing is wrapped.

import type { RequestHandler } from "express";
import type { EventBus } from "../messaging/event-bus.ts";
import type { Inbox } from "../wire/delivery.ts";

export interface Instrumentation {
  /** Sees each request, but for POST /events, before its route. */
  requests: RequestHandler;
  /** The same inbox, with what it handles observed. */
  inbox<Receiving extends Inbox>(inbox: Receiving): Receiving;
  /** The same bus, with what is published observed. */
  bus<Bus extends EventBus>(bus: Bus): Bus;
  /** Called last of all when the service stops. */
  stop(): Promise<void>;
}
