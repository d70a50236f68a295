// The label above a wire when a dot flies along it: in full where there is room, and in short where there is not.

import type { DeliveryStarted } from "@blog/event-bus/lab/records";
import type { EventTypes } from "../../systems/system.ts";
import type { Picture } from "../history/picture.ts";
import { letterOf } from "./event-type.ts";

export interface Words {
  full: string;
  short: string;
}

const LOOKED_BACK = 500;

export function eventInWords(types: EventTypes, type: string | undefined, position: number): Words {
  return {
    full: `${type ?? "event"} #${position}`,
    short: `${letterOf(types, type)} #${position}`,
  };
}

export function deliveryInWords(
  types: EventTypes,
  started: DeliveryStarted,
  picture: Picture,
): Words {
  const { positions, attempt } = started;
  const [first = 0] = positions;
  const event = eventInWords(types, picture.events.get(first)?.type, first);
  const count = positions.length;
  const what =
    count > 1
      ? { full: `${count} events from #${first}`, short: `${count} from #${first}` }
      : event;
  if (attempt === 1) return what;
  const again = retryInWords(started, picture);
  return { full: `${count > 1 ? what.full : `#${first}`}, ${again}`, short: again };
}

// A rejected event has so many tries, alone; a subscriber that does not answer is retried without limit.
function retryInWords(started: DeliveryStarted, { deliveries, subscribers }: Picture): string {
  const { subscriber, positions, attempt, delivery } = started;
  let refusals = 0;
  for (let number = delivery - 1; number > delivery - LOOKED_BACK; number -= 1) {
    const earlier = deliveries.get(number);
    const isSame =
      earlier?.subscriber === subscriber &&
      earlier.positions.length === 1 &&
      earlier.positions[0] === positions[0];
    if (isSame && earlier.ended?.outcome === "suspect") refusals += 1;
  }
  const fact = subscribers.find(({ name }) => name === subscriber)?.fact;
  return fact && refusals > 0 && positions.length === 1
    ? `retry ${refusals}/${fact.parkAfter}`
    : `try ${attempt}`;
}
