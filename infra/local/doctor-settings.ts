// Looks at the URLs in the environment before anybody uses them: are they URLs, and do they lead to one of our ports?

import { HttpUrl } from "@blog/common/settings";
import { type Finding, wrong } from "./findings.ts";
import { portState } from "./ports.ts";
import type { ServicePlan } from "./services.ts";

/** Says nothing where nothing is set. */
export async function examineSettings(
  env: NodeJS.ProcessEnv,
  plans: ServicePlan[],
): Promise<Finding[]> {
  const findings = await Promise.all(
    settingsWithUrls(env).map(([variable, url]) => examineUrl(variable, url, plans)),
  );
  return findings.filter((finding) => finding !== undefined);
}

function settingsWithUrls(env: NodeJS.ProcessEnv): [variable: string, url: string][] {
  const single = ["POSTS_URL", "COMMENTS_URL", "QUERY_URL", "MODERATION_URL"];
  const subscribers = (env.SUBSCRIBERS ?? "").split(",").filter(Boolean);
  return [
    ...single.flatMap((variable): [string, string][] =>
      env[variable] === undefined ? [] : [[variable, env[variable]]],
    ),
    ...subscribers.map((entry): [string, string] => {
      const [name = "", ...url] = entry.split("=");
      return [`SUBSCRIBERS (${name.trim()})`, url.join("=").trim()];
    }),
  ];
}

async function examineUrl(
  variable: string,
  url: string,
  plans: ServicePlan[],
): Promise<Finding | undefined> {
  if (!HttpUrl.safeParse(url).success) {
    return wrong(`${variable} is "${url}", which is not an http:// URL.`);
  }
  const { hostname, port } = new URL(url);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  const isPlanned = plans.some((plan) => String(plan.port) === port);
  if (!isLocal || isPlanned || (await portState(Number(port || 80))) !== "free") return undefined;
  return wrong(
    `${variable} names port ${port || 80}, on which nobody listens.`,
    `The blog's ports are ${plans.map((plan) => `${plan.name} ${plan.port}`).join(", ")}.`,
  );
}
