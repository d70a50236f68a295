// The routes of the page's requests to the lab. All of them are under /lab/ here; the bus and the local runner answer them,
// some at addresses of their own.

import type { Destination } from "./routes.ts";

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

/** The program that answers this request, and at which path; undefined when none does. */
export function labDestination(
  method: string,
  path: string,
  hasLab: boolean,
): Destination | undefined {
  const known = hasLab ? withLab : always;
  const route = known.find((one) => one.methods.includes(method) && one.path.test(path));
  if (!route) return undefined;
  const { service, root, headers: own } = route;
  return { service, path: root + path.slice("/lab".length), ...(own && { headers: own }) };
}
