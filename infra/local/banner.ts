// What `npm start` and `npm run dev` print: their help, and where everything is once it is ready.

import { blog } from "../systems/blog.ts";
import type { System, SystemService } from "../systems/system.ts";
import { urlOf } from "./elsewhere.ts";
import { type ServiceAddress } from "./services.ts";
import { portVariable, urlVariable } from "../systems/variables.ts";
import { paint } from "./terminal.ts";

/** a, b and c */
const LIST = new Intl.ListFormat("en-GB");
const SYSTEM = "  --system name  another system: a folder of labs/, or a file that describes it";

export function startHelp(system: System): string {
  const { name, services } = system;
  const owners = services.filter(({ keeps }) => keeps === "data").map((each) => each.name);
  return `npm start [-- options]    the whole ${name} on this machine

${severalOf(services)}  --reset        forget all data first
${SYSTEM}

Past one machine (docs/scaling.md), if you have the servers:
  --nats nats://localhost:4222                    NATS carries the events
  --rabbitmq amqp://me:secret@localhost           or RabbitMQ does (--bus takes the URL of either)
  --postgres postgres://me:secret@localhost/${name}  PostgreSQL keeps the data of ${LIST.format(owners)}
${cacheOf(system)}  --replicas 3                                    so many processes of each service

${settingsOf(system)}`;
}

export function devHelp(system: System): string {
  const page =
    system.name === blog.name
      ? ""
      : "\n(its page, once the client is built anew: npm run build --workspace client)";
  return `npm run dev [-- options]    the ${system.name} while you work on it: what you change is live in about a second${page}

  --reset        forget all data first
${SYSTEM}

${settingsOf(system)}`;
}

function cacheOf({ services }: System): string {
  const names = services.filter(({ caches }) => caches).map(({ name }) => name);
  if (names.length === 0) return "";
  return `  --redis redis://localhost:6379                  Redis keeps what ${LIST.format(names)} cache\n`;
}

function severalOf(services: readonly SystemService[]): string {
  const several = services.filter(({ secondPort }) => secondPort !== undefined);
  const example = several.findLast(({ keeps }) => keeps === "data") ?? several[0];
  if (!example) return "";
  const { name, port, secondPort = 0 } = example;
  const option = `--${name} 3`.padEnd(14);
  const others = several.filter((each) => each !== example).map((each) => `--${each.name}`);
  return `  ${option} three processes of ${name} side by side (ports ${port}, ${secondPort}, ${secondPort + 1}), each with its own
                 data; there is also ${others.join(", ")}
`;
}

function settingsOf({ dataFolder, subscribers: [example = "client"] }: System): string {
  return `Settings, from the environment:
  ${`${portVariable(example)}=4100`.padEnd(22)} moves a service; there is a _PORT for each
  ${`${urlVariable(example)}=http://…`.padEnd(22)} uses the ${example} there instead of ours, which is not started; there is a _URL for each
  SUBSCRIBERS=+me=http…  delivers events to your own service too; without the + only to it
  DATA_FOLDER=/a/folder  where the data lies (${dataFolder} here)
  EVENT_BUS_SECRET=…     signs every event and delivery
  LAB=0                  switches the lab off: the page holds no deliveries and stops no services
  LOG_LEVEL=debug        logs more
All of them: docs/settings.md`;
}

export interface BannerParts {
  system: System;
  /** Every part of the system. */
  addresses: ServiceAddress[];
  dataFolder: string;
  /** What the user should know before looking: see warnings.ts. */
  warnings: string[];
}

export function readyBanner({ system, addresses, dataFolder, warnings }: BannerParts): string {
  const page = urlOf("client", addresses);
  const seconds = process.uptime().toFixed(1);
  const width = Math.max(12, ...addresses.map(({ name }) => name.length));
  const row = (label: string, value: string) => `  ${label.padEnd(width)} ${value}`;
  const others = addresses.filter(({ name }) => name !== "client");
  return [
    "",
    paint("bold", `The ${system.name} is ready (after ${seconds} s).`),
    "",
    ...(page ? partsOfPage(system, page) : []).map(([label, value]) => row(label, value)),
    ...others.map((each) => row(each.name, describe(system, each))),
    row("data", dataFolder),
    "",
    ...warnings.map((line) => paint("yellow", `! ${line}`)),
    ...(warnings.length > 0 ? [""] : []),
    `Ctrl-C stops everything. The data stays; ${startCommand(system)} --reset forgets it.`,
    "",
  ].join("\n");
}

function startCommand({ name }: System): string {
  return name === blog.name ? "npm start --" : `npm start -- --system ${name}`;
}

function partsOfPage({ name, welcome }: System, url: string): (readonly [string, string])[] {
  return [
    [name, paint(["bold", "underline"], url)],
    ["bus", `${url}/bus   every event as it moves`],
    ["services", `${url}/services`],
    ...(welcome?.(url) ?? []),
  ];
}

function describe({ services }: System, { service, url, grpc, isOurs }: ServiceAddress): string {
  if (!isOurs) return `${url}   not started here: ${urlVariable(service)}`;
  // Its replicas have the same.
  const { firstPath = "/healthz" } = services.find((each) => each.name === service) ?? {};
  return url + firstPath + (grpc ? `   gRPC: ${grpc}` : "");
}
