// What a workload is: something to do again and again with each of several contestants, in turn.

export interface Measure {
  name: string;
  unit: "/s" | "ms" | "s" | "MB" | "%" | "calls";
  /** Which of two figures is the better one. */
  better: "more" | "less";
}

/** By the name of the measure. What a contestant cannot be asked is missing. */
export type Figures = Record<string, number>;

/** A contestant after all rounds. */
export interface Measured {
  name: string;
  /** Why its figures do not count. */
  faults: string[];
  medians: Figures;
}

export interface Goal {
  measure: string;
  /** Of which contestant; without it, of the first. */
  of?: string;
  /** How many times as good as another contestant, at least. */
  times?: number;
  as?: string;
  /** Or the figure itself, at the worst. */
  atWorst?: number;
}

export interface Contestant {
  name: string;
  /** What an acknowledged event has survived, where that differs. */
  acknowledged?: string;
  /** Nothing may be wrong with it. Of the first one that is true in any case. */
  isOurs?: true;
  /** Why it cannot take part here. */
  missing?: string | undefined;
}

/** What is given here is called once the workload is over, however it ends; the last one first. */
export type OnStop = (stop: () => Promise<unknown>) => void;

export interface Workload<Subject> {
  number: number;
  title: string;
  /** Printed beneath the table: what happens in the workload, and when a figure is taken. */
  explanation: string;
  measures: Measure[];
  goals: Goal[];
  /** The others are compared with the first. */
  contestants: Contestant[];
  /** Starts everything that a contestant needs. `folder` is for its data. */
  prepare(contestant: string, folder: string, onStop: OnStop): Promise<Subject>;
  /** Takes each measure once. The first round is to warm up and does not count. */
  round(subject: Subject): Promise<Figures>;
  /** After all rounds: why the figures do not count. Nothing, if they do. */
  check(subject: Subject): Promise<string[]>;
  /** What must be true on any machine and is not: a sentence for each. The command then fails. */
  findBroken?(results: Measured[]): string[];
}

/** For code that runs workloads and does not look into their subjects. */
// oxlint-disable-next-line typescript/no-explicit-any -- each workload has subjects of its own kind
export type AnyWorkload = Workload<any>;
