// What a system is: services that meet over one event bus, and the addresses of the page in front of them. A description is
// data; the runner, the gateway, the doctor and the tests read it, and none of them has a list of its own.

import type { Contracts } from "@blog/common/messaging/contracts";

export interface System<C extends Contracts = Contracts> {
  /** As the command line and the banner call it: lower-case letters and hyphens. */
  name: string;
  /** What its page is called, in the window's title and in a list of search results. */
  title: string;
  /** One sentence about it, for the same list. */
  description: string;
  /** Where its data lies, inside the project; no other system's. */
  dataFolder: string;
  /** In the order in which they start. The bus is called event-bus, the gateway with the page client. */
  services: readonly SystemService[];
  /** To which the bus delivers, in this order. */
  subscribers: readonly string[];
  /** Settings of a service, beside its port, its database and the addresses of all others. */
  env?(service: string): Record<string, string>;
  /** The public addresses. What is not listed belongs to the page. */
  routes: readonly Route[];
  contracts: C;
  /** From where to where each event goes, by type. */
  travels: Record<keyof C & string, Travel>;
  /** What there is after the very first start, so that there is something to look at. */
  seed?: Seed;
  /** More lines for the banner, such as how to sign in. `page` is the URL of the gateway. */
  welcome?(page: string): readonly (readonly [label: string, value: string])[];
}

export interface SystemService {
  /** Also that of its folder or package, its image, its Deployment, in logs and in metrics. */
  name: string;
  /** Inside the project. */
  folder: string;
  /** Relative to the folder. */
  entry: string;
  port: number;
  /** Where it answers gRPC calls, if it does. */
  grpcPort?: number;
  /** Port of its second process; the next ones follow it. Without it there is only one. */
  secondPort?: number;
  /** That of the same service in a published system, which this one may have: also where no browser opens it. */
  originalPort?: number;
  /** It keeps copies for a while, in memory or in Redis. */
  caches?: boolean;
  /** What is in its database: data that is nowhere else, or a view that the events can build again. */
  keeps?: "data" | "view";
  /** The path that is worth opening first. */
  firstPath?: string;
  /** What the system is like without it, for a sentence. */
  without?: string;
}

export interface Seed {
  /** Such as "20 authors and 60 books". */
  content: string;
  /**
   * Creates it by calls of the services, all of which are ready. Called again when a start was cut short in between: it
   * completes what is missing, and creates nothing twice.
   */
  create(addresses: readonly SeedAddress[]): Promise<void>;
}

export interface SeedAddress {
  service: string;
  url: string;
  /** host:port */
  grpc?: string;
}

export interface Route {
  methods: readonly string[];
  /** As Express writes them, such as /posts/:id. */
  paths: readonly string[];
  service: string;
}

export interface Travel {
  summary: string;
  publishedBy: string;
  /** The services that act on it. The bus delivers every event to every subscriber; the others acknowledge and ignore it. */
  consumedBy: readonly string[];
  example: Record<string, unknown>;
}

export function serviceNames<Name extends string>(system: {
  services: readonly { name: Name }[];
}): Name[] {
  return system.services.map(({ name }) => name);
}
