// Which processes the blog is made of, where they listen, and how they find each other. Starts nothing.
// `npm start`, `npm run dev`, the doctor and the system tests all read this one table.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withoutEmpty } from "@blog/common/base/environment";
import { openablePort } from "./browser-ports.ts";
import { subscriberList } from "./subscriber-list.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const TABLE = [
  { name: "event-bus", folder: "event-bus", entry: "src/main.ts", port: 4005 },
  { name: "posts", folder: "posts", entry: "src/main.ts", port: 4000 },
  { name: "comments", folder: "comments", entry: "src/main.ts", port: 4001 },
  { name: "query", folder: "query", entry: "src/main.ts", port: 4002 },
  { name: "moderation", folder: "moderation", entry: "src/main.ts", port: 4003 },
  { name: "client", folder: "client", entry: "gateway/main.ts", port: 3000 },
];

export const SERVICE_NAMES = TABLE.map(({ name }) => name);

/** The bus delivers in this order, as the course's does. */
const SUBSCRIBERS = ["posts", "comments", "query", "moderation"];

/** Port of the second process of a service; the next ones follow it. The course uses 4006 and 4007 for comments. */
const SECOND_PORTS: Record<string, number> = {
  comments: 4006,
  posts: 4100,
  query: 4200,
  moderation: 4300,
};

export function dataFolderFrom(env: NodeJS.ProcessEnv): string {
  return resolve(withoutEmpty(env).DATA_FOLDER ?? join(root, ".data"));
}

export interface ServiceAddress {
  /** Unique among the services; the log prefix. */
  name: string;
  /** Of its code, inside the project; the same for all processes of a service. */
  folder: string;
  /** Without a slash at the end. */
  url: string;
  /** False where the user named its address (`QUERY_URL`): then it is not started, and everything uses that address. */
  isOurs: boolean;
}

export interface ServicePlan {
  name: string;
  /** Absolute. */
  folder: string;
  /** Relative to the folder. */
  entry: string;
  port: number;
  url: string;
  env: Record<string, string>;
}

export interface PlanOptions {
  /** What the user set. `POSTS_PORT` and the like move a service, and every URL follows. */
  env: NodeJS.ProcessEnv;
  dataFolder: string;
  /** How many processes of a service run side by side, by service; 1 of those not named. Each has data of its own. */
  replicas?: Record<string, number>;
  /** The folder of the project. */
  project?: string;
}

type Places = Omit<PlanOptions, "dataFolder">;

/** Every process of the blog, ours and those elsewhere. Throws a RangeError when a port or a URL is not one. */
export function serviceAddresses(places: Places): ServiceAddress[] {
  return locate(places)
    .filter(({ isMissing }) => !isMissing)
    .flatMap(({ name, folder, urls, isOurs }) =>
      urls.map((url, index) => ({ name: numbered(name, index), folder, url, isOurs })),
    );
}

/** The services whose folder was deleted, and for which no other address was named: the blog runs without them. */
export function missingServices(places: Places): string[] {
  return locate(places)
    .filter(({ name, folder, isMissing }) => isMissing && name === folder)
    .map(({ name }) => name);
}

/** The processes that are started here. Throws a RangeError when a port or a URL is not one. */
export function planServices({ dataFolder, ...places }: PlanOptions): ServicePlan[] {
  const { env, project = root } = places;
  const services = locate(places);
  refuseSharedPorts(services.filter(({ isOurs, isMissing }) => isOurs && !isMissing));
  const addresses = serviceAddresses(places);
  const shared = {
    ...Object.fromEntries(services.map(({ name, urls }) => [urlVariable(name), urls.join(",")])),
    SUBSCRIBERS: subscriberList(env.SUBSCRIBERS, ourSubscribers(addresses)),
  };
  return services
    .filter(({ isOurs, isMissing }) => isOurs && !isMissing)
    .map(({ name, folder, entry, port, urls: [url = ""] }) => ({
      name,
      folder: join(project, folder),
      entry,
      port,
      url,
      env: {
        ...shared,
        PORT: String(port),
        DATABASE_URL: `sqlite:${join(dataFolder, `${name}.db`)}`,
      },
    }));
}

/** The blog's own part of SUBSCRIBERS, `name=url` each, in the order in which the bus delivers. */
export function ourSubscribers(addresses: ServiceAddress[]): string[] {
  return SUBSCRIBERS.flatMap((subscriber) =>
    addresses.filter(({ folder }) => folder === subscriber),
  ).map(({ name, url }) => `${name}=${url}`);
}

/** The variable that moves a service: `event-bus` → `EVENT_BUS_PORT`. */
export function portVariable(name: string): string {
  return `${variablePrefix(name)}_PORT`;
}

function replicasOf(folder: string, count: number) {
  const [service] = TABLE.filter(({ name }) => name === folder);
  const second = SECOND_PORTS[folder];
  if (!service || !second) throw new RangeError(`There cannot be several of ${folder}.`);
  return Array.from({ length: count - 1 }, (_, index) => ({
    ...service,
    name: `${folder}-${index + 2}`,
    port: second + index,
  }));
}

function locate({ env: given, replicas = {}, project = root }: Places) {
  const env = withoutEmpty(given);
  const others = Object.entries(replicas).flatMap(([name, count]) => replicasOf(name, count));
  return [...TABLE, ...others].map((service) => {
    const elsewhere = addressesIn(env, service.name);
    if (elsewhere) return { ...service, urls: elsewhere, isOurs: false, isMissing: false };
    const variable = portVariable(service.name);
    const port = openablePort(variable, env[variable] ?? String(service.port));
    const isMissing = !existsSync(join(project, service.folder, service.entry));
    return { ...service, port, urls: [`http://localhost:${port}`], isOurs: true, isMissing };
  });
}

function refuseSharedPorts(services: { name: string; port: number }[]): void {
  for (const [index, { name, port }] of services.entries()) {
    const other = services.slice(0, index).find((each) => each.port === port);
    if (!other) continue;
    throw new RangeError(
      `${other.name} and ${name} cannot both listen on port ${port}: set ${portVariable(name)} to another.`,
    );
  }
}

/** The addresses that the user named for a service; those of several replicas are separated by commas. */
function addressesIn(env: NodeJS.ProcessEnv, name: string): string[] | undefined {
  const variable = urlVariable(name);
  const given = env[variable];
  // An event stream replaces no process: our bus stands in front of it (scaled-services.ts).
  if (!given || (name === "event-bus" && isStreamUrl(given))) return undefined;
  const urls = given.split(",").map((url) => url.trim().replace(/\/+$/, ""));
  const wrong = urls.find((url) => !/^https?:\/\/[^/]/.test(url) || !URL.canParse(url));
  if (wrong === undefined) return urls;
  throw new RangeError(`${variable} is "${wrong}"; it must be an http:// or https:// URL.`);
}

/** Whether an EVENT_BUS_URL names servers of an event stream (NATS) instead of a bus like ours. */
export function isStreamUrl(url: string): boolean {
  return /^(nats|tls):/.test(url);
}

/** posts, posts-2, posts-3 */
function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}

/** The variable that names another address for a service: `event-bus` → `EVENT_BUS_URL`. */
export function urlVariable(name: string): string {
  return `${variablePrefix(name)}_URL`;
}

function variablePrefix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
