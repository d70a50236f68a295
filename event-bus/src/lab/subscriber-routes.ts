// A subscriber of one's own. It is kept beside the log until it is removed here. Only on this machine: the bus posts to the
// address it is given.

import { parse, Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import { targetOf } from "../delivery/subscribers.ts";
import { NewSubscriber } from "./bodies.ts";
import type { LabParts } from "./lab-parts.ts";

export function addSubscriberRoutes(
  app: Express,
  { bus, history, ways, faults, watch, look }: LabParts,
): void {
  app.post("/lab/subscribers", (req, res) => {
    const { name, url, start } = parse(NewSubscriber, req.body);
    if (bus.subscriptions.has(name))
      throw new Problem(409, `There is a subscriber called ${name} already.`, {
        errors: [{ detail: "is taken", pointer: "#/name" }],
      });
    bus.addSubscriber({ name, url: targetOf(url), start });
    const detail = `${name} at ${url} is a subscriber, from ${start === "now" ? "now" : "the beginning"} on.`;
    history.add({ kind: "control", action: "add-subscriber", detail });
    watch.changed(name);
    res.status(201).send(look(name));
  });

  app.delete("/lab/subscribers/:name", async (req, res) => {
    const { name } = req.params;
    if (!bus.subscriptions.has(name))
      throw new Problem(404, `There is no subscriber called ${name}.`);
    if (!bus.added.has(name))
      throw new Problem(409, `${name} was not added in the lab: it is in the bus's settings.`);
    faults.clear(name);
    await bus.removeSubscriber(name);
    ways.delete(name);
    history.add({ kind: "control", action: "remove-subscriber", detail: `${name} is removed.` });
    history.add({ kind: "subscriber-removed", name });
    res.status(204).end();
  });
}
