// A consumer's checkpoint, and whether this log contains it: the number of events, and by the chained checksum, which
// events. A log restored from a backup gives its positions to other events; a consumer whose checkpoint is not in it has to
// start over. What follows from that is in the delivery rules.

import type { PlaceCheck } from "@blog/common/delivery/delivery-rules";
import type { Place } from "@blog/common/wire/delivery";
import type { EventLog } from "../log/event-log.ts";
import { seedOf } from "../log/event-log-check.ts";
import { warnOfRestoredLog } from "./restored-log.ts";
import { toHex } from "../log/stored-event.ts";

/** The place in the log that a delivery follows, for its headers. */
export interface DeliveryPosition extends PlaceCheck {
  log: string;
  previous: number;
  previousChecksum?: string | undefined;
}

/** The checksum of the log up to a position; undefined beyond its end. */
export function checksumAt(log: EventLog, position: number): string | undefined {
  if (position === 0) return toHex(seedOf(log.id));
  const [event] = log.read(position - 1, 1);
  return event && toHex(event.checksum);
}

/** As it travels in a header: 12-9ae0daaf. */
export function toPlaceHeader({ position, checksum }: Place): string {
  return `${position}-${checksum}`;
}

/** Whether the log contains the checkpoint that a subscriber named. */
export function lookUp(
  log: EventLog,
  { after: position, checksum }: { after: number; checksum?: string },
) {
  const check: PlaceCheck = {};
  if (checksum === undefined) return check;
  const isHere = checksumAt(log, position) === checksum;
  if (!isHere) warnOfRestoredLog(log, { position });
  check[isHere ? "confirmed" : "resetFrom"] = { position, checksum };
  return check;
}
