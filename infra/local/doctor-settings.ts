// Looks at the addresses in the environment before anything uses them: are they URLs, and does anything answer there?

import { withoutEmpty } from "@blog/common/base/environment";
import { HttpUrl } from "@blog/common/base/settings";
import { type Finding, good, wrong } from "./findings.ts";
import { portState } from "./ports.ts";
import { answers } from "./readiness.ts";
import { type ServiceAddress, type ServicePlan } from "./services.ts";
import { urlVariable } from "../systems/variables.ts";

/** The parts of the system that are elsewhere, because `QUERY_URL` and the like name them. The bus is looked at by itself. */
export function examineElsewhere(addresses: ServiceAddress[]): Promise<Finding[]> {
  const elsewhere = addresses.filter(({ name, isOurs }) => !isOurs && name !== "event-bus");
  return Promise.all(
    elsewhere.map(async ({ name, service, url }) => {
      const variable = urlVariable(service);
      if (await answers(url)) return good(`${name} is at ${url}, as set in ${variable}.`);
      return wrong(
        `${variable} is ${url}, where nothing answers.`,
        `Start it, or leave ${variable} unset: then npm start starts ours.`,
      );
    }),
  );
}

/** Checks the entries of SUBSCRIBERS: no findings where it is not set. */
export async function examineSettings(
  env: NodeJS.ProcessEnv,
  plans: ServicePlan[],
): Promise<Finding[]> {
  const findings = await Promise.all(
    subscribersIn(withoutEmpty(env)).map(([variable, url]) => examineUrl(variable, url, plans)),
  );
  return findings.filter((finding) => finding !== undefined);
}

function subscribersIn({ SUBSCRIBERS = "" }: NodeJS.ProcessEnv): [name: string, url: string][] {
  return SUBSCRIBERS.split(",")
    .filter((entry) => !/^\s*(none)?\s*$/.test(entry))
    .map((entry) => {
      const [name = "", ...url] = entry.split("=");
      return [`SUBSCRIBERS (${name.trim().replace(/^\+/, "")})`, url.join("=").trim()];
    });
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
    `${variable} names port ${port || 80}, on which nothing listens.`,
    `Our ports are ${plans.map((plan) => `${plan.name} ${plan.port}`).join(", ")}.`,
  );
}
