// What POST /lab/replay answers. Types only, because the browser imports them too.

export interface ReplayReport {
  /** How many events of the log that is, for each subscriber. */
  events: number;
  results: ReplayResult[];
}

/** All of it zero for a dry run. */
export interface ReplayResult {
  subscriber: string;
  sent: number;
  /** Of those sent, by the effects the subscriber reported: one of the course reports none. */
  applied: number;
  duplicates: number;
  unheard: number;
  failed: number;
}
