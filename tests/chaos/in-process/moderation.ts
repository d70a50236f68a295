// Moderation: the real responder, without a database. What took effect is its reply in the log.

import { contracts } from "@blog/common/events";
import { createResponder } from "@blog/common/messaging/responder";
import { createMachine, type Machine, type World } from "./machine.ts";
import {
  type Accidents,
  connectBus,
  createAccidents,
  listen,
  log,
  mortal,
  nameOf,
} from "./parts.ts";

export interface Moderation {
  machine: Machine;
  accidents: Accidents;
}

export function createModeration(world: World): Moderation {
  const accidents = createAccidents();

  const machine = createMachine(world, "moderation", [], async (life) => {
    const { platform } = life;
    const bus = connectBus(world, life);
    const responder = createResponder(
      { source: "moderation", contracts, bus, log, platform },
      {
        CommentCreated({ type, data }, reply) {
          if (accidents.poison.has(nameOf({ type, data })))
            throw new Error("this event cannot be borne");
          const { id, postId, content } = data;
          reply("CommentModerated", { id, postId, content, status: "approved" });
        },
      },
    );
    listen(
      world,
      life,
      mortal(world, responder, accidents, () => machine),
    );
    return () => bus.close();
  });

  return { machine, accidents };
}
