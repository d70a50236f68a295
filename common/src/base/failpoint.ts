// For accident tests: with FAILPOINT=name:nth the process is killed the nth time it passes the point of that name. Each
// point stands where a crash would hurt; without the variable it does nothing.

import { withoutEmpty } from "./environment.ts";

const [target, nth = "1"] = (withoutEmpty(process.env).FAILPOINT ?? "").split(":");
let passesLeft = Number(nth);

let passed = (name: string): void => {
  if (name === target && --passesLeft === 0) process.kill(process.pid, "SIGKILL");
};

export function failpoint(name: string): void {
  passed(name);
}

/** For a simulation, whose many processes are one: `listener` decides what dies. Returns what ends that. */
export function onFailpoint(listener: (name: string) => void): () => void {
  const before = passed;
  passed = listener;
  return () => void (passed = before);
}
