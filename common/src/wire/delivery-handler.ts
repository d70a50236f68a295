// What a service does with POST /events, where the bus delivers: checks the signature, reads the delivery, gives it to the
// inbox, and answers what has become of it.

import { Problem } from "../base/problem.ts";
import { type Inbox, readDelivery } from "./delivery.ts";
import { type Effect, EFFECTS_HEADER, toLetters } from "./effects.ts";
import type { EventHandler } from "./event-endpoint.ts";
import { verifyDelivery } from "./signed-delivery.ts";

interface Options {
  inbox: Inbox;
  /** Then only what is signed with it is handled. */
  secret?: string | undefined;
}

export function createDeliveryHandler({ inbox, secret }: Options): EventHandler {
  return {
    done: "{}",

    async handle(header, body) {
      if (secret) verifyDelivery(secret, header, body);

      const effects: Effect[] = [];
      const outcome = await inbox.receive(readDelivery(header, body), (one) => effects.push(one));

      const accepts = { "event-bus-accepts": "batch" };
      if (outcome === "done")
        return { ...accepts, ...(effects.length > 0 && { [EFFECTS_HEADER]: toLetters(effects) }) };
      const { resumeAfter, checksum } = outcome;
      throw new Problem(409, "This does not follow the place where this service is.", {
        headers: {
          ...accepts,
          "event-bus-resume-after": String(resumeAfter),
          ...(checksum && { "event-bus-checksum": checksum }),
        },
      });
    },
  };
}
