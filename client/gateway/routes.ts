// Which service answers what: the one table of the blog's public addresses. The gateway and Vite's dev server both use it,
// and it is equal to the cluster's ingress. What is not listed belongs to the page.

export type ServiceName = "posts" | "comments" | "query" | "event-bus" | "runner";

export interface Destination {
  service: ServiceName;
  /** The path at the service. */
  path: string;
  /** Added to the forwarded request. */
  headers?: Record<string, string>;
}

interface Route {
  methods: string[];
  path: RegExp;
  service: ServiceName;
}

const routes: Route[] = [
  { methods: ["POST"], path: /^\/posts(\/create)?\/?$/, service: "posts" },
  { methods: ["GET", "HEAD", "POST"], path: /^\/posts\/[^/]+\/comments\/?$/, service: "comments" },
  { methods: ["GET", "HEAD"], path: /^\/posts(\/[^/]+)?\/?$/, service: "query" },
];

/** The service that answers this request; undefined when none does. */
export function serviceFor(method: string, path: string): ServiceName | undefined {
  return routes.find((route) => route.methods.includes(method) && route.path.test(path))?.service;
}
