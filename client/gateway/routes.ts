// Which service answers what, by the routes of the system. The gateway and Vite's dev server both use it. What is not listed
// belongs to the page.

import type { Route } from "../../infra/systems/system.ts";

export interface Destination {
  /** Or the runner, for the lab. */
  service: string;
  /** The path at the service. */
  path: string;
  /** It is a request to the lab. */
  isLab?: true;
  /** Added to the forwarded request. */
  headers?: Record<string, string>;
}

/** Where each is: a URL, or those of its replicas, separated by commas. What is missing is not there. */
export type ServiceUrls = Partial<Record<string, string>>;

/** Finds the service that answers a request; undefined when none does. */
export function createRouting(
  routes: readonly Route[],
): (method: string, path: string) => string | undefined {
  const known = routes.map(({ paths, ...route }) => ({ ...route, paths: paths.map(toPattern) }));
  return (method, path) =>
    known.find(
      ({ methods, paths }) => methods.includes(method) && paths.some((one) => one.test(path)),
    )?.service;
}

/** The first part of each path of a service: no page is below it. */
export function rootsOf(routes: readonly Route[]): string[] {
  const roots = routes.flatMap(({ paths }) => paths.map((path) => path.split("/")[1] ?? ""));
  return [...new Set(roots)];
}

// `:name` is one part of a path, and a slash may follow: as Express takes it.
function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}/?$`);
}
