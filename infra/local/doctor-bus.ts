// Checks the event bus at the address that the services use: is it one, and does it know where the services are?

import { ask } from "@blog/common/http/ask";
import { z } from "zod";
import { type Finding, good, note, wrong } from "./findings.ts";
import { isUp } from "./readiness.ts";
import { leftOut } from "./subscriber-list.ts";

const ANSWER_WITHIN_MS = 3000;

const Subscriptions = z.object({
  log: z.object({ length: z.number() }),
  subscriptions: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      state: z.string(),
      lastError: z.string().nullable(),
      parked: z.number(),
    }),
  ),
});
type Subscription = z.infer<typeof Subscriptions>["subscriptions"][number];

/** `url` is EVENT_BUS_URL; `expected` are the system's own subscribers, `name=url` each. */
export async function examineBus(url: string, expected: string[] = []): Promise<Finding[]> {
  const events = await getJson(`${url}/events?limit=1`);
  if (events === undefined) {
    return [
      wrong(
        `EVENT_BUS_URL is ${url}, where nothing answers.`,
        "Start the bus, or correct the URL.",
      ),
    ];
  }
  if (!Array.isArray(events)) {
    return [
      wrong(
        `EVENT_BUS_URL is ${url}, but what answers there is not an event bus.`,
        "A bus answers GET /events with a list. Is it the URL of another service?",
      ),
    ];
  }
  const known = Subscriptions.safeParse(await getJson(`${url}/subscriptions`));
  if (!known.success)
    return [note(`The event bus at ${url} is not ours: it lists no subscribers.`)];
  const { log, subscriptions } = known.data;
  return [
    good(`The event bus at ${url} remembers ${log.length} events.`),
    ...(await Promise.all(subscriptions.map(examineSubscription))),
    ...examineList(subscriptions, expected),
  ];
}

function examineList(subscriptions: Subscription[], expected: string[]): Finding[] {
  const list = subscriptions.map(({ name, url }) => `${name}=${url}`).join(",") || "none";
  const missing = leftOut(list, expected);
  if (missing.length === 0) return [];
  return [
    wrong(
      `The bus delivers nothing to ${missing.join(", ")}.`,
      "Start it without SUBSCRIBERS, or with a + in front of what you add: SUBSCRIBERS=+mine=http://…",
    ),
  ];
}

async function examineSubscription(subscription: Subscription): Promise<Finding> {
  const { name, url, state, lastError, parked } = subscription;
  if (!(await isUp(new URL("/healthz", url).href)) && state !== "idle") {
    return wrong(
      `The bus delivers to ${name} at ${url}, where nothing answers${lastError ? ` (${lastError})` : ""}.`,
      "Start the service, or correct SUBSCRIBERS where the bus is started.",
    );
  }
  if (parked > 0) {
    return wrong(
      `${parked} events are parked for ${name}: it refused each of them again and again.`,
      `See them: the page "Services", or GET /subscriptions/${name}/parked on the bus.`,
    );
  }
  return good(`The bus delivers to ${name} at ${url}.`);
}

// Undefined when nothing answers, null when the answer is not JSON.
async function getJson(url: string): Promise<unknown> {
  const answer = await ask(url, { timeoutMs: ANSWER_WITHIN_MS }).catch(() => undefined);
  if (!answer) return undefined;
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}
