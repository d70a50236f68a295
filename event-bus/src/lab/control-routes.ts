// Hold, release, step, faults, reset: what can be done to deliveries, each with a word of it in the history.

import { parse, Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import { Chosen, NewFaults } from "./bodies.ts";
import { chosen, type LabParts } from "./lab-parts.ts";
import type { Control, Faults } from "./records.ts";

export function addControlRoutes(
  app: Express,
  { bus, history, gate, faults, watch, look }: LabParts,
): void {
  const record = (action: Control["action"], detail: string) =>
    history.add({ kind: "control", action, detail });

  app.post("/lab/hold", (req, res) => {
    const names = chosen(bus, parse(Chosen, req.body).subscribers);
    for (const name of names) gate.hold(name);
    record("hold", `Deliveries to ${list(names)} are held.`);
    res.send({ held: names });
  });

  app.post("/lab/release", (req, res) => {
    const names = chosen(bus, parse(Chosen, req.body).subscribers);
    for (const name of names) gate.release(name);
    record("release", `Deliveries to ${list(names)} are released.`);
    res.send({ released: names });
  });

  app.post("/lab/step", (req, res) => {
    const names = chosen(bus, parse(Chosen, req.body).subscribers);
    const stepped = names.filter((name) => gate.step(name));
    if (stepped.length > 0) record("step", `One delivery to ${list(stepped)} leaves.`);
    res.send({ released: stepped.length });
  });

  app.put("/lab/subscribers/:name/faults", (req, res) => {
    const { name } = req.params;
    if (!bus.subscriptions.has(name))
      throw new Problem(404, `There is no subscriber called ${name}.`);
    const { seconds, ...wanted } = parse(NewFaults, req.body);
    faults.set(name, wanted, seconds);
    gate.lookAgain(name);
    watch.changed(name);
    record("faults", describe(name, wanted, seconds));
    res.send(look(name));
  });

  app.post("/lab/reset", (_req, res) => {
    for (const name of bus.subscriptions.keys()) {
      faults.clear(name);
      gate.release(name);
    }
    record("reset", "Nothing is held, and there are no faults.");
    res.send({ status: "OK" });
  });
}

function describe(
  name: string,
  { delayMs, isCut, failPercent, loseAnswerPercent, duplicatePercent }: Faults,
  seconds: number,
): string {
  const found = [
    delayMs > 0 && `wait ${delayMs} ms`,
    isCut && "do not get through",
    failPercent > 0 && `fail (${failPercent} %)`,
    loseAnswerPercent > 0 && `lose their answer (${loseAnswerPercent} %)`,
    duplicatePercent > 0 && `arrive twice (${duplicatePercent} %)`,
  ].filter((words) => words !== false);
  if (found.length === 0) return `Deliveries to ${name} have no faults any more.`;
  return `For ${seconds} s, deliveries to ${name} ${list(found)}.`;
}

function list(words: string[]): string {
  return words.length < 2
    ? (words[0] ?? "no subscriber")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
