// What `npm start` says: its help, and where everything is once it is ready.

import type { ServicePlan } from "./services.ts";
import type { Paint } from "./terminal.ts";

export const startHelp = `npm start [-- options]   the whole blog on this machine

  --comments 3   three comments services side by side (ports 4001, 4006, 4007), each with its own data
  --reset        forget all posts and comments first

Settings, from the environment:
  POSTS_PORT=4100       moves a service; also CLIENT_, COMMENTS_, QUERY_, MODERATION_ and EVENT_BUS_PORT
  DATA_FOLDER=/a/folder where the data lies (.data here)
  EVENT_BUS_SECRET=…    sign every event and delivery
  LOG_LEVEL=debug       say more`;

/** Path of each service worth opening first. */
const PATHS: Record<string, string> = {
  client: "/",
  posts: "/posts",
  query: "/posts",
  "event-bus": "/events",
};

export function readyBanner(
  plans: ServicePlan[],
  dataFolder: string,
  tookMs: number,
  paint: Paint,
): string {
  const client = plans.find(({ name }) => name === "client");
  const others = plans.filter((plan) => plan !== client);
  const rows = others.map(({ name, url }) => row(name, `${url}${PATHS[name] ?? "/healthz"}`));
  return [
    "",
    paint("bold", `The blog is ready (${(tookMs / 1000).toFixed(1)} s).`),
    "",
    row("the blog", paint(["bold", "underline"], client?.url ?? "")),
    row("services", `${client?.url}/services`),
    ...rows.map((line) => paint("gray", line)),
    paint("gray", row("data", dataFolder)),
    "",
    paint("gray", "Ctrl-C stops everything. The data stays; npm start -- --reset forgets it."),
    "",
  ].join("\n");
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(12)} ${value}`;
}
