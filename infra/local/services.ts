// Which processes the blog is made of, where they listen, and how they find each other. Starts nothing.
// `npm start`, `npm run dev`, the doctor and the system tests all read this one table.

import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { wholeNumber } from "./options.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const TABLE = [
  { name: "event-bus", folder: "event-bus", entry: "src/main.ts", port: 4005 },
  { name: "posts", folder: "posts", entry: "src/main.ts", port: 4000 },
  { name: "comments", folder: "comments", entry: "src/main.ts", port: 4001 },
  { name: "query", folder: "query", entry: "src/main.ts", port: 4002 },
  { name: "moderation", folder: "moderation", entry: "src/main.ts", port: 4003 },
  { name: "client", folder: "client", entry: "server/main.ts", port: 3000 },
];

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
  return resolve(env.DATA_FOLDER ?? join(root, ".data"));
}

export interface ServicePlan {
  /** Unique among the plans; the log prefix. */
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
}

/** Throws a RangeError when a port is not one. */
export function planServices({ env, dataFolder, replicas = {} }: PlanOptions): ServicePlan[] {
  const others = Object.entries(replicas).flatMap(([name, count]) => replicasOf(name, count));
  const services = [...TABLE, ...others].map((service) => {
    const variable = portVariable(service.name);
    const port = wholeNumber(variable, env[variable] ?? String(service.port), 1, 65_535);
    return { ...service, port, url: `http://localhost:${port}` };
  });
  const urls = addresses(services, env);

  return services.map((service) => ({
    ...service,
    folder: join(root, service.folder),
    env: {
      ...urls,
      PORT: String(service.port),
      DATABASE_URL: `sqlite:${join(dataFolder, `${service.name}.db`)}`,
    },
  }));
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

// An address that the user set stays: a service may be away on another machine, or be somebody else's.
function addresses(
  services: { name: string; folder: string; url: string }[],
  env: NodeJS.ProcessEnv,
) {
  const found: Record<string, string> = {};
  for (const { name, url } of services) {
    const variable = `${variablePrefix(name)}_URL`;
    found[variable] = env[variable] ?? url;
  }
  const subscribers = SUBSCRIBERS.flatMap((folder) =>
    services.filter((service) => service.folder === folder),
  );
  const list = subscribers.map(({ name }) => `${name}=${found[`${variablePrefix(name)}_URL`]}`);
  return { ...found, SUBSCRIBERS: env.SUBSCRIBERS ?? list.join(",") };
}

function variablePrefix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
