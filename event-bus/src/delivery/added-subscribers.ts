// What becomes of the subscribers that were added in the lab, when the bus starts again. Where they are kept is the
// subscription store's business.

import type { Bus } from "../bus.ts";

/**
 * Delivers to them again, where there is a lab to remove them in. A name that is in SUBSCRIBERS by now is served at the address
 * in SUBSCRIBERS, from its cursor on, and is no longer an added one. Returns sentences for the log.
 */
export function resumeAdded(bus: Bus, lab: "with the lab" | "without it"): string[] {
  const kept = [...bus.added.values()];
  const replaced = kept.filter(({ name }) => bus.subscriptions.has(name));
  const others = kept.filter((subscriber) => !replaced.includes(subscriber));
  for (const { name } of replaced) bus.settleAdded(name);
  if (lab === "with the lab") for (const subscriber of others) bus.addSubscriber(subscriber);

  const sentences = replaced.map(
    ({ name, url }) =>
      `${name} was added in the lab at ${url} and is in SUBSCRIBERS now: that one is used, from the same cursor on.`,
  );
  if (lab === "with the lab" || others.length === 0) return sentences;
  const names = others.map(({ name }) => name).join(", ");
  return [
    ...sentences,
    `Added in the lab, and not used without LAB=1: ${names}. Their cursors are kept.`,
  ];
}
