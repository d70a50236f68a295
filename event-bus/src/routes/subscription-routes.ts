// GET /subscriptions: each subscriber's cursor, lag and state. Under each name its parked events, to be redriven or discarded by hand.

import type { ParkedDecision } from "@blog/common/delivery/parked-events";
import { parse, Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import { z } from "zod";
import type { Bus } from "../bus.ts";
import { toBody } from "../log/stored-event.ts";
import type { Subscription } from "../delivery/subscription.ts";

const Position = z.object({ name: z.string(), position: z.coerce.number().int().min(1) });

export function addSubscriptionRoutes(app: Express, { log, subscriptions, wake }: Bus): void {
  app.get("/subscriptions", (_req, res) => {
    res.send({
      log: { id: log.id, length: log.tail() },
      subscriptions: [...subscriptions.values()].map((subscription) => subscription.status()),
    });
  });

  app.get("/subscriptions/:name/parked", (req, res) => {
    const parked = find(req.params.name).parkedEvents();
    res.send(
      parked.map((event) => {
        const [stored] = log.read(event.position - 1, 1);
        return { ...event, id: stored?.id, event: stored && JSON.parse(toBody(stored)) };
      }),
    );
  });

  // Accepted, not done: it is delivered as soon as the subscriber is there.
  app.post("/subscriptions/:name/parked/:position/redrive", (req, res) => {
    const { name, position } = parse(Position, req.params);
    decide(find(name), position, "redrive");
    wake(name);
    res.status(202).send({ status: "OK" });
  });

  app.delete("/subscriptions/:name/parked/:position", (req, res) => {
    const { name, position } = parse(Position, req.params);
    decide(find(name), position, "discarded");
    res.status(204).end();
  });

  function find(name: string): Subscription {
    const subscription = subscriptions.get(name);
    if (!subscription) throw new Problem(404, `There is no subscriber called ${name}.`);
    return subscription;
  }
}

function decide(subscription: Subscription, position: number, what: ParkedDecision): void {
  if (subscription.decide(position, what)) return;
  throw new Problem(
    404,
    `The event at position ${position} is not parked for ${subscription.name}.`,
  );
}
