// The event that is published over and over: about 200 bytes of JSON, the same for every system.

export interface BenchEvent {
  id: string;
  /** One that services have no contract for, and ignore. */
  type: string;
  data: { round: number; n: number; at: number; title: string };
}

// Makes the whole of it about 200 bytes long.
const TITLE =
  "What a very long title this post has, so that it is as long as the posts that people really write are";

/** The `n`th event of a round, counted from 0. `at` is when it is published, by this machine's clock. */
export function createEvent(round: number, n: number): BenchEvent {
  const id = `bench-${process.pid}-${round}-${n}`;
  return { id, type: "Measured", data: { round, n, at: clock(), title: TITLE } };
}

/** What travels: the course's envelope. */
export function toJson({ type, data }: BenchEvent): string {
  return JSON.stringify({ type, data });
}

/** Milliseconds, by a clock that all processes of this machine share and that is never set. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
