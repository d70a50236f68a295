// What is allowed and probably not meant: the sentences of the banner and of the doctor about settings that leave the blog
// running and let events go nowhere.

import { withoutEmpty } from "@blog/common/base/environment";
import { silentElsewhere } from "./elsewhere.ts";
import { openFilesLimit, openFilesWarning } from "./open-files.ts";
import { isStreamUrl, missingServices, ourSubscribers, type ServiceAddress } from "./services.ts";
import { leftOut } from "./subscriber-list.ts";

/** `stream`: of --nats, where the services read the events themselves. */
export async function warningsFor(
  addresses: ServiceAddress[],
  env: NodeJS.ProcessEnv,
  stream?: string | undefined,
): Promise<string[]> {
  const isDelivered = !stream && !isStreamUrl(env.EVENT_BUS_URL ?? "");
  return [
    ...missingServices({ env }).map(describeMissing),
    ...[openFilesWarning(openFilesLimit()) ?? []].flat(),
    ...(await silentElsewhere(addresses)),
    ...(isDelivered ? subscriberWarnings(addresses, env) : []),
  ];
}

/** What the blog is like without a service whose folder was deleted. */
export function describeMissing(name: string): string {
  const effect = WITHOUT.get(name);
  return `There is no ${name}/ here, so the blog runs without it${effect ? `: ${effect}` : ""}.`;
}

const WITHOUT = new Map([
  ["posts", "nothing accepts posts"],
  ["comments", "nothing accepts comments"],
  ["moderation", "comments stay pending"],
  ["query", "the page shows no posts"],
  ["client", "it has no page"],
]);

/** About SUBSCRIBERS, where a bus delivers the events. */
export function subscriberWarnings(addresses: ServiceAddress[], env: NodeJS.ProcessEnv): string[] {
  const { SUBSCRIBERS: list, EVENT_BUS_URL } = withoutEmpty(env);
  if (!list) return [];
  if (addresses.some(({ name, isOurs }) => name === "event-bus" && !isOurs))
    return [`SUBSCRIBERS is not read: the bus at ${EVENT_BUS_URL} has a list of its own.`];
  const missing = leftOut(list, ourSubscribers(addresses));
  if (missing.length === 0) return [];
  return [
    `SUBSCRIBERS leaves out ${missing.join(", ")}: events are not delivered there. To add to the blog's own: SUBSCRIBERS=+${firstEntry(list)}`,
  ];
}

function firstEntry(list: string): string {
  const [first = ""] = list.split(",");
  return first.trim() === "none" ? "mine=http://localhost:4010" : first.trim();
}
