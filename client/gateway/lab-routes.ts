// The routes of the page's requests to the lab. All of them are under /lab/ here; the bus, the local runner and the services that
// can be made slow answer them, some at addresses of their own.

import { Problem } from "@blog/common/base/problem";
import type { Destination, ServiceUrls } from "./routes.ts";

interface LabRoute {
  methods: string[];
  path: RegExp;
  service: "event-bus" | "runner";
  /** The service's prefix, in place of our `/lab`. */
  root: "/lab" | "";
  headers?: Record<string, string>;
}

const bus = { service: "event-bus", root: "" } as const;
const lab = { service: "event-bus", root: "/lab" } as const;
const runner = { service: "runner", root: "" } as const;

// Line by line, and so that the bus does not take us for a service that catches up.
const headers = { accept: "application/x-ndjson", "user-agent": "client" };

/** What every bus of ours answers. */
const always: LabRoute[] = [
  { methods: ["GET"], path: /^\/lab\/events$/, ...bus, headers },
  { methods: ["GET"], path: /^\/lab\/subscriptions$/, ...bus },
  { methods: ["GET"], path: /^\/lab\/subscriptions\/[^/]+\/parked$/, ...bus },
];

const withLab: LabRoute[] = [
  ...always,
  {
    methods: ["POST"],
    path: /^\/lab\/subscriptions\/[^/]+\/parked\/\d+\/redrive$/,
    ...bus,
  },
  { methods: ["DELETE"], path: /^\/lab\/subscriptions\/[^/]+\/parked\/\d+$/, ...bus },
  { methods: ["GET"], path: /^\/lab(\/stream)?$/, ...lab },
  {
    methods: ["POST"],
    path: /^\/lab\/(events|hold|release|step|replay|reset|subscribers)$/,
    ...lab,
  },
  { methods: ["PUT"], path: /^\/lab\/subscribers\/[^/]+\/faults$/, ...lab },
  { methods: ["DELETE"], path: /^\/lab\/subscribers\/[^/]+$/, ...lab },
  { methods: ["GET"], path: /^\/lab\/services$/, ...runner },
  { methods: ["POST"], path: /^\/lab\/services\/[^/]+\/[a-z]+$/, ...runner },
];

/** How slow a service is: that which is named answers, if it can be made slow, and with 404 otherwise. */
const FAULTS = /^\/lab\/faults\/(?<name>[^/]+)$/;

/** The program that answers this request, and at which path; undefined when none does. */
export function labDestination(
  { method, path }: { method: string; path: string },
  { urls, hasLab }: { urls: ServiceUrls; hasLab: boolean },
): Destination | undefined {
  const { name } = FAULTS.exec(path)?.groups ?? {};
  if (hasLab && name !== undefined && ["GET", "PUT"].includes(method)) {
    if (name === "runner" || !Object.hasOwn(urls, name))
      throw new Problem(404, `There is no service called ${name}.`);
    return { service: name, path: "/lab/faults", isLab: true };
  }
  const known = hasLab ? withLab : always;
  const route = known.find((one) => one.methods.includes(method) && one.path.test(path));
  if (!route) return undefined;
  const { service, root, headers: own } = route;
  const there = root + path.slice("/lab".length);
  return { service, path: there, isLab: true, ...(own && { headers: own }) };
}
