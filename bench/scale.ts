// How much of everything. The quick numbers show that the benchmark works, and nothing else.

export interface Scale {
  /** Whether the times mean anything. */
  isMeasure: boolean;
  /** Rounds that count; one before them does not. */
  rounds: number;
  burstMs: number;
  steadyMs: number;
  /** How long nothing may arrive before the rest counts as lost. */
  lossTimeoutMs: number;
  inFlight: number[];
  clients: number[];
  /** Events in the log. */
  logs: { small: number; middle: number; large: number };
  /** Events that a subscriber has missed. */
  behind: number;
  /** Posts in a map. */
  maps: { small: number; large: number };
  listeners: number;
}

export const FULL: Scale = {
  isMeasure: true,
  rounds: 5,
  burstMs: 2000,
  steadyMs: 5000,
  lossTimeoutMs: 20_000,
  inFlight: [1, 16, 128, 1024],
  clients: [1, 32, 256],
  logs: { small: 10_000, middle: 100_000, large: 1_000_000 },
  behind: 100_000,
  maps: { small: 1000, large: 10_000 },
  listeners: 500,
};

export const QUICK: Scale = {
  isMeasure: false,
  rounds: 1,
  burstMs: 200,
  steadyMs: 300,
  lossTimeoutMs: 5000,
  inFlight: FULL.inFlight,
  clients: FULL.clients,
  logs: { small: 500, middle: 1000, large: 2000 },
  behind: 2000,
  maps: { small: 50, large: 200 },
  listeners: 20,
};
