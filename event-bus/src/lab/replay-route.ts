// POST /lab/replay: a range of the log once more, to some subscribers. Beside the worker's order and marked as redelivery:
// a consumer judges it by ids alone, and no cursor moves. What is not for a subscriber (held, cut, discarded for it) does not
// reach it so either.

import { parse, Problem } from "@blog/common/base/problem";
import type { Express } from "express";
import type { Answer } from "@blog/common/delivery/answer";
import { classifyAnswer } from "@blog/common/delivery/answer";
import type { StoredEvent } from "../log/stored-event.ts";
import type { OutgoingDelivery } from "../delivery/transport.ts";
import { Replay } from "./bodies.ts";
import { chosen, type LabParts } from "./lab-parts.ts";
import { effectsIn } from "./recorded-delivery.ts";
import type { ReplayReport, ReplayResult } from "./replay-report.ts";

export function addReplayRoute(
  app: Express,
  { bus, history, ways, gate, faults, recorder }: LabParts,
): void {
  app.post("/lab/replay", async (req, res) => {
    const { from, to, subscribers, dryRun } = parse(Replay, req.body);
    const names = chosen(bus, [...new Set(subscribers)]);
    const events = bus.log.read(from - 1, to - from + 1);
    const report = (results: ReplayResult[]): ReplayReport => ({ events: events.length, results });
    if (dryRun) return res.send(report(names.map(nothingYet)));

    mustBeReachable(names);
    const detail = `${events.length} events, ${from} to ${to}, again to ${names.join(", ")}.`;
    history.add({ kind: "control", action: "replay", detail });
    res.send(report(await Promise.all(names.map((name) => replay(name, events)))));
  });

  function mustBeReachable(names: string[]): void {
    const away = names.find((name) => gate.isHeld(name) || faults.of(name).isCut);
    if (away !== undefined)
      throw new Problem(409, `Deliveries to ${away} are held or cut: release them first.`);
  }

  async function replay(subscriber: string, events: StoredEvent[]): Promise<ReplayResult> {
    const result = nothingYet(subscriber);
    const discarded = bus.subscriptions.get(subscriber)?.isDiscarded;
    for (const event of events) {
      if (discarded?.(event.position)) continue;
      const answer = await sendAgain(subscriber, event);
      result.sent += 1;
      const { kind } = classifyAnswer(answer);
      if (kind === "done") count(result, answer);
      else result.failed += 1;
      // The subscriber is down: a thousand more tries would not change that.
      if (kind === "outage") break;
    }
    return result;
  }

  function sendAgain(subscriber: string, event: StoredEvent): Promise<Answer> {
    const delivery: OutgoingDelivery = {
      ...{ events: [event], asBatch: false, redelivery: true },
      ...{ log: bus.log.id, previous: event.position - 1, attempt: 1 },
    };
    return recorder({ subscriber, delivery, reason: "replay" }, async () => ({
      answer: (await ways.get(subscriber)?.deliver(delivery)) ?? GONE,
    }));
  }
}

// It was removed meanwhile.
const GONE: Answer = { error: new Error("The subscriber has been removed.") };

function nothingYet(subscriber: string): ReplayResult {
  return { subscriber, sent: 0, applied: 0, duplicates: 0, unheard: 0, failed: 0 };
}

function count(result: ReplayResult, answer: Answer): void {
  const [effect] = effectsIn(answer, 1).effects ?? [];
  if (effect === "applied") result.applied += 1;
  else if (effect === "unheard") result.unheard += 1;
  else if (effect !== undefined) result.duplicates += 1;
}
