// What `npm start` and `npm run dev` print: their help, and where everything is once it is ready.

import { urlOf } from "./elsewhere.ts";
import { type ServiceAddress, urlVariable } from "./services.ts";
import { paint } from "./terminal.ts";

const SETTINGS = `Settings, from the environment:
  POSTS_PORT=4100        moves a service; also CLIENT_, COMMENTS_, QUERY_, MODERATION_ and EVENT_BUS_PORT
  QUERY_URL=http://…     uses that query instead of ours, which is not started; so does each _URL
  SUBSCRIBERS=+me=http…  delivers events to your own service too; without the + only to it
  DATA_FOLDER=/a/folder  where the data lies (.data here)
  EVENT_BUS_SECRET=…     signs every event and delivery
  LAB=0                  switches the lab off: the page holds no deliveries and stops no services
  LOG_LEVEL=debug        logs more
All of them: docs/settings.md`;

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

export interface BannerParts {
  /** Every part of the blog. */
  addresses: ServiceAddress[];
  dataFolder: string;
  /** What the user should know before looking: see warnings.ts. */
  warnings: string[];
}

export function readyBanner({ addresses, dataFolder, warnings }: BannerParts): string {
  const blog = urlOf("client", addresses);
  const services = addresses.filter(({ name }) => name !== "client");
  const seconds = process.uptime().toFixed(1);
  return [
    "",
    paint("bold", `The blog is ready (after ${seconds} s).`),
    "",
    row("blog", paint(["bold", "underline"], blog)),
    row("bus", `${blog}/bus   every event as it moves`),
    row("services", `${blog}/services`),
    ...services.map(describe),
    row("data", dataFolder),
    "",
    ...warnings.map((line) => paint("yellow", `! ${line}`)),
    ...(warnings.length > 0 ? [""] : []),
    "Ctrl-C stops everything. The data stays; npm start -- --reset forgets it.",
    "",
  ].join("\n");
}

function describe({ name, folder, url, isOurs }: ServiceAddress): string {
  if (isOurs) return row(name, `${url}${PATHS[name] ?? "/healthz"}`);
  return row(name, `${url}   not started here: ${urlVariable(folder)}`);
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(12)} ${value}`;
}
