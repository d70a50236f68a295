// What is allowed and probably not meant: the sentences of the banner and of the doctor about settings that leave a system
// running and let events go nowhere.

import { isStreamUrl } from "@blog/common/base/stream-url";
import { withoutEmpty } from "@blog/common/base/environment";
import { portRemark } from "./browser-ports.ts";
import { silentElsewhere } from "./elsewhere.ts";
import { openFilesLimit, openFilesWarning } from "./open-files.ts";
import type { System } from "../systems/system.ts";
import { missingServices, ourSubscribers, type ServiceAddress } from "./services.ts";
import { leftOut } from "./subscriber-list.ts";

/** `stream`: of --nats or --rabbitmq, where the services read the events themselves. */
export async function warningsFor(
  system: System,
  addresses: ServiceAddress[],
  env: NodeJS.ProcessEnv,
  stream?: string | undefined,
): Promise<string[]> {
  const isDelivered = !stream && !isStreamUrl(env.EVENT_BUS_URL ?? "");
  return [
    ...missingServices(system, { env }).map((name) => describeMissing(system, name)),
    ...[openFilesWarning(openFilesLimit()) ?? []].flat(),
    ...portRemarks(addresses),
    ...(await silentElsewhere(addresses)),
    ...(isDelivered ? subscriberWarnings(system, addresses, env) : []),
  ];
}

/** About ports on which a service runs and is hard to reach, of those that are started here. */
export function portRemarks(addresses: ServiceAddress[]): string[] {
  return addresses
    .filter(({ isOurs }) => isOurs)
    .flatMap(({ name, url }) => portRemark({ name, port: Number(new URL(url).port) }) ?? []);
}

/** What the system is like without a service whose folder was deleted. */
export function describeMissing(system: System, name: string): string {
  const { folder, without } = system.services.find((each) => each.name === name) ?? {};
  const effect = without ? `: ${without}` : "";
  return `There is no ${folder}/ here, so the ${system.name} runs without it${effect}.`;
}

/** About SUBSCRIBERS, where a bus delivers the events. */
export function subscriberWarnings(
  system: System,
  addresses: ServiceAddress[],
  env: NodeJS.ProcessEnv,
): string[] {
  const { SUBSCRIBERS: list, EVENT_BUS_URL } = withoutEmpty(env);
  if (!list) return [];
  if (addresses.some(({ name, isOurs }) => name === "event-bus" && !isOurs))
    return [`SUBSCRIBERS is not read: the bus at ${EVENT_BUS_URL} has a list of its own.`];
  const missing = leftOut(list, ourSubscribers(system, addresses));
  if (missing.length === 0) return [];
  return [
    `SUBSCRIBERS leaves out ${missing.join(", ")}: events are not delivered there. To add to the ${system.name}'s own: SUBSCRIBERS=+${firstEntry(list)}`,
  ];
}

function firstEntry(list: string): string {
  const [first = ""] = list.split(",");
  return first.trim() === "none" ? "mine=http://localhost:4010" : first.trim();
}
