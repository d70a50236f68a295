// One warning when the log turns out to have been restored from an older backup: a consumer has handled events that are not in
// there any more. Nothing is lost by going on, so the bus does; but an operator has to know: all events accepted since that
// backup are missing.

import type { Place } from "@blog/common/wire/delivery";
import { createLogger } from "@blog/common/base/logger";
import type { EventLog } from "../log/event-log.ts";

// By their identity: a worker reads the log through an object of its own.
const warned = new Set<string>();

/** `place` is a consumer's checkpoint that is not in `log`. Warns once for each log. */
export function warnOfRestoredLog(log: EventLog, { position }: Place): void {
  if (warned.has(log.id)) return;
  warned.add(log.id);
  createLogger("event-bus").warn(
    { checkpoint: position, length: log.tail() },
    `This log was restored from an older backup: a consumer has handled ${position} events of another history, and this one ` +
      `has ${log.tail()}. Events accepted after the backup are missing from it. Consumers read it again from the beginning and ` +
      "keep what they know.",
  );
}
