// The checker: compares what is left when everything has healed with what was promised. It knows no layer: the model, the
// real code in one process and the real processes all hand it the same record. Its numbers are those of the invariants in
// docs/delivery.md. Parked and applied may overlap: a consumer that catches up by reading takes what it can bear by then.

/** Something a consumer did because of an event. `isLate`: it was redriven, so order is not asked of it. */
export interface Effect {
  id: string;
  log: string;
  position: number;
  /** Of the log up to there, as the consumer received it. */
  checksum?: string;
  isLate: boolean;
}

export interface Observed {
  /** The ids in the log, by position. */
  log: string[];
  /** The checksums at these positions. Without them the log must not have lost anything. */
  checksums?: string[];
  /** A log that was replaced, or restored from a backup, took events along: they are not asked for, and may have had effects. */
  hasLost: boolean;
  /** What the bus has answered with success in this log. */
  acknowledged: Iterable<string>;
  /** What publishers have committed to their own state. */
  written: Iterable<string>;
  /** And what they may have committed at some time: a restored publisher has forgotten some of it. */
  attempted?: Iterable<string>;
  subscribers: {
    name: string;
    cursor: number;
    effects: Effect[];
    parked: Iterable<number>;
    /** Ids that were discarded before they had any effect. */
    discarded?: Iterable<string>;
    /** Ids that have been parked at some time: whatever brings such an event afterwards brings it late. */
    everParked?: Iterable<string>;
  }[];
}

/** Every promise that is broken, in words; none when all is well. */
export function violations(observed: Observed): string[] {
  const found = [...checkLog(observed)];
  for (const subscriber of observed.subscribers)
    found.push(...checkSubscriber(observed, subscriber));
  return found;
}

function* checkLog({
  log,
  hasLost,
  acknowledged,
  written,
  attempted = written,
}: Observed): Generator<string> {
  const inLog = new Set(log);
  for (const id of acknowledged)
    if (!inLog.has(id)) yield `I1: ${id} was acknowledged and is not in the log`;
  if (inLog.size < log.length) yield "I3: an id stands at two positions";
  const known = new Set(attempted);
  for (const id of inLog) if (!known.has(id)) yield `I2: ${id} is in the log and was never written`;
  if (hasLost) return;
  for (const id of written)
    if (!inLog.has(id)) yield `I11: ${id} was written and is not in the log`;
}

function* checkSubscriber(
  { log, checksums, hasLost }: Observed,
  subscriber: Observed["subscribers"][number],
): Generator<string> {
  const { name, cursor, effects } = subscriber;
  if (cursor !== log.length)
    yield `I6: ${name} has not reached the tail: ${cursor} of ${log.length}`;

  const applied = new Set(effects.map(({ id }) => id));
  if (applied.size < effects.length) yield `I7: an event took effect twice at ${name}`;
  const inLog = new Set(log);
  for (const { id, log: from, position } of hasLost ? [] : effects) {
    if (!inLog.has(id))
      yield `I2: ${id} took effect at ${name} and is not in the log (${from}, ${position})`;
  }
  for (const id of subscriber.discarded ?? [])
    if (applied.has(id)) yield `I10: ${id} was discarded for ${name} and took effect`;
  const parked = new Set(subscriber.parked);
  for (const [index, id] of log.entries()) {
    if (!applied.has(id) && !parked.has(index + 1))
      yield `I9: ${id} neither took effect nor is parked at ${name}`;
  }

  let last = { log: "", position: 0 };
  const everParked = new Set(subscriber.everParked);
  // A position that was lost has been given to another event: order is asked of what stands in this log.
  const isAtItsPlace = ({ position, checksum }: Effect) =>
    checksums === undefined || checksums[position - 1] === checksum;
  const inTime = effects.filter(({ id, isLate }) => !isLate && !everParked.has(id));
  for (const effect of inTime.filter(isAtItsPlace)) {
    if (effect.log === last.log && effect.position < last.position)
      yield `I8: ${effect.id} is out of order at ${name}`;
    last = effect;
  }
}
