// What `npm start` and `npm run dev` say: their help, and where everything is once it is ready.

import type { ServicePlan } from "./services.ts";
import { paint } from "./terminal.ts";

const SETTINGS = `Settings, from the environment:
  POSTS_PORT=4100        moves a service; also CLIENT_, COMMENTS_, QUERY_, MODERATION_ and EVENT_BUS_PORT
  DATA_FOLDER=/a/folder  where the data lies (.data here)
  EVENT_BUS_SECRET=…     signs every event and delivery
  LAB=0                  switches the lab off: nobody holds deliveries or stops services from the page
  LOG_LEVEL=debug        says more`;

export const startHelp = `npm start [-- options]    the whole blog on this machine

  --comments 3   three comments services side by side (ports 4001, 4006, 4007), each with its own data
  --reset        forget all posts and comments first

Past one machine (docs/scaling.md), if you have the servers:
  --nats nats://localhost:4222                    NATS carries the events
  --postgres postgres://me:secret@localhost/blog  PostgreSQL keeps posts and comments
  --replicas 3                                    so many processes of each service

${SETTINGS}`;

export const devHelp = `npm run dev [-- options]    the blog while you work on it: what you change is live in about a second

  --reset        forget all posts and comments first

${SETTINGS}`;

/** The path of each service that is worth opening first. */
const PATHS: Record<string, string> = {
  posts: "/posts",
  query: "/posts",
  "event-bus": "/events",
};

export function readyBanner(plans: ServicePlan[], dataFolder: string): string {
  const blog = plans.find(({ name }) => name === "client")?.url ?? "";
  const services = plans.filter(({ name }) => name !== "client");
  const seconds = process.uptime().toFixed(1);
  return [
    "",
    paint("bold", `The blog is ready (after ${seconds} s).`),
    "",
    row("blog", paint(["bold", "underline"], blog)),
    row("services", `${blog}/services`),
    ...services.map(({ name, url }) => row(name, `${url}${PATHS[name] ?? "/healthz"}`)),
    row("data", dataFolder),
    "",
    "Ctrl-C stops everything. The data stays; npm start -- --reset forgets it.",
    "",
  ].join("\n");
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(12)} ${value}`;
}
