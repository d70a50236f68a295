// Which processes a system is made of on this machine, where they listen, and how they find each other: from its description
// (infra/systems) and the environment. Starts nothing. `npm start`, `npm run dev`, the doctor and the tests all read this.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isStreamUrl } from "@blog/common/base/stream-url";
import { withoutEmpty } from "@blog/common/base/environment";
import type { System, SystemService } from "../systems/system.ts";
import { grpcVariable, portVariable, urlVariable } from "../systems/variables.ts";
import { openablePort } from "./browser-ports.ts";
import { type GrpcAddress, grpcAddress, portsOf } from "./service-ports.ts";
import { subscriberList } from "./subscriber-list.ts";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export function dataFolderFrom({ dataFolder }: System, env: NodeJS.ProcessEnv): string {
  return resolve(withoutEmpty(env).DATA_FOLDER ?? join(root, dataFolder));
}

export interface ServiceAddress {
  /** Unique among the processes; the log prefix. */
  name: string;
  /** The same for all processes of a service. */
  service: string;
  /** Without a slash at the end. */
  url: string;
  /** host:port of its gRPC calls. */
  grpc?: string;
  /** False where the user named its address (`QUERY_URL`): then it is not started, and everything uses that address. */
  isOurs: boolean;
}

export interface ServicePlan extends Pick<SystemService, "keeps"> {
  name: string;
  /** The same for all processes of a service. */
  service: string;
  /** Absolute. */
  folder: string;
  /** Relative to the folder. */
  entry: string;
  port: number;
  grpcPort?: number;
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

/** Every process of the system, ours and those elsewhere. Throws a RangeError when a port or a URL is not one. */
export function serviceAddresses(system: System, places: Places): ServiceAddress[] {
  return locate(system, places)
    .filter(({ isMissing }) => !isMissing)
    .flatMap(({ name, service, urls, grpc, isOurs }) =>
      urls.map((url, index) => ({ name: numbered(name, index), service, url, ...grpc, isOurs })),
    );
}

/** The services whose folder was deleted, and for which no other address was named: the system runs without them. */
export function missingServices(system: System, places: Places): string[] {
  return locate(system, places)
    .filter(({ name, service, isMissing }) => isMissing && name === service)
    .map(({ name }) => name);
}

/** The processes that are started here. Throws a RangeError when a port or a URL is not one. */
export function planServices(
  system: System,
  { dataFolder, ...places }: PlanOptions,
): ServicePlan[] {
  const { env, project = root } = places;
  const services = locate(system, places);
  refuseSharedPorts(services.filter(({ isOurs, isMissing }) => isOurs && !isMissing));
  const shared = {
    ...Object.fromEntries(services.map(({ name, urls }) => [urlVariable(name), urls.join(",")])),
    ...Object.fromEntries(
      services.flatMap(({ service, grpc }) => (grpc ? [[grpcVariable(service), grpc.grpc]] : [])),
    ),
    SUBSCRIBERS: subscriberList(
      env.SUBSCRIBERS,
      ourSubscribers(system, serviceAddresses(system, places)),
    ),
  };
  return services
    .filter(({ isOurs, isMissing }) => isOurs && !isMissing)
    .map(({ name, service, folder, entry, port, grpc, keeps, urls: [url = ""] }) => ({
      name,
      service,
      folder: join(project, folder),
      entry,
      port,
      url,
      ...(keeps && { keeps }),
      ...(grpc && { grpcPort: grpc.grpcPort }),
      env: {
        ...system.env?.(service),
        ...shared,
        PORT: String(port),
        DATABASE_URL: `sqlite:${join(dataFolder, `${name}.db`)}`,
      },
    }));
}

/** The system's own part of SUBSCRIBERS, `name=url` each, in the order in which the bus delivers. */
export function ourSubscribers({ subscribers }: System, addresses: ServiceAddress[]): string[] {
  return subscribers
    .flatMap((subscriber) => addresses.filter(({ service }) => service === subscriber))
    .map(({ name, url }) => `${name}=${url}`);
}

function replicasOf({ services }: System, name: string, count: number): Located[] {
  const service = services.find((each) => each.name === name);
  const { secondPort } = service ?? {};
  if (!service || secondPort === undefined)
    throw new RangeError(`There cannot be several of ${name}.`);
  return Array.from({ length: count - 1 }, (_, index) => ({
    ...service,
    service: name,
    name: `${name}-${index + 2}`,
    port: secondPort + index,
  }));
}

type Located = SystemService & { service: string };

function locate(system: System, { env: given, replicas = {}, project = root }: Places) {
  const env = withoutEmpty(given);
  const first = system.services.map((each): Located => ({ ...each, service: each.name }));
  const others = Object.entries(replicas).flatMap(([name, count]) =>
    replicasOf(system, name, count),
  );
  return [...first, ...others].map(({ grpcPort, ...process }) => {
    const grpc = grpcAddress(process.name, grpcPort, env);
    const elsewhere = addressesIn(env, process.name);
    if (elsewhere) return { ...process, grpc, urls: elsewhere, isOurs: false, isMissing: false };
    const variable = portVariable(process.name);
    const wanted = env[variable] ?? String(process.port);
    const port = openablePort(variable, wanted, process.originalPort);
    const isMissing = !existsSync(join(project, process.folder, process.entry));
    return { ...process, grpc, port, urls: [`http://localhost:${port}`], isOurs: true, isMissing };
  });
}

function refuseSharedPorts(
  services: { name: string; port: number; grpc?: GrpcAddress | undefined }[],
): void {
  const ports = services.flatMap(({ grpc, ...service }) => portsOf({ ...service, ...grpc }));
  for (const [index, { name, port, variable }] of ports.entries()) {
    const other = ports.slice(0, index).find((each) => each.port === port);
    if (!other) continue;
    throw new RangeError(
      `${other.name} and ${name} cannot both listen on port ${port}: set ${variable} to another.`,
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

/** posts, posts-2, posts-3 */
function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}
