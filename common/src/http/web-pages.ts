// Which requests may have been made by a web page that has no business here. Browsers send the origin of a POST (Origin),
// services do not. But a page of a stranger may call itself evil.example and let that name point to this machine ("DNS
// rebinding"): its requests have no Origin of another site, or none at all. They name the stranger's host.

import type { IncomingHttpHeaders } from "node:http";
import { hostname } from "node:os";
import { Problem } from "../base/problem.ts";

/** ALLOWED_HOSTS: names by which a service is known besides those that no stranger can own; `.example.com` with all below it. */
export type AllowedHosts = readonly string[];

// An address is no name. A name without a dot is of this machine or this network (localhost, posts, event-bus-srv), and these
// endings cannot be registered in the public DNS: the machine itself, Kubernetes, and private networks.
const ADDRESS = /^(\d+\.\d+\.\d+\.\d+|\[[\da-f:.]+\])$/;
const PRIVATE = /^[^.]*$|\.(localhost|svc|cluster\.local|internal)$/;
const OWN = [hostname().toLowerCase(), `${hostname().toLowerCase()}.local`];

/** Whether this name is certainly ours: no stranger can own it. `host` as in a Host header, with or without a port. */
export function isOurName(host: string | undefined, allowed: AllowedHosts = []): boolean {
  // Each browser names one.
  if (host === undefined) return true;
  const name = nameOf(host);
  if (ADDRESS.test(name) || PRIVATE.test(name) || OWN.includes(name)) return true;
  return allowed.some((one) => name === one || (one.startsWith(".") && `.${name}`.endsWith(one)));
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");
}

/** Whether a web page may have made this request to a door that is for services. */
export function mayComeFromWebPage(
  { origin, host }: IncomingHttpHeaders,
  allowed?: AllowedHosts,
): boolean {
  return origin !== undefined || !isOurName(host, allowed);
}

interface Asked {
  headers: IncomingHttpHeaders;
}

/** Middleware: throws a 403 or 421 Problem for what a web page may have asked. */
export function refuseWebPages(allowed?: AllowedHosts) {
  return (req: Asked, _res: unknown, next: () => void): void => {
    if (req.headers.origin !== undefined)
      throw new Problem(403, "Events are not taken from web pages.");
    mustBeOurName(req, allowed);
    next();
  };
}

/** Throws a 421 Problem that names the setting to change. */
export function mustBeOurName({ headers: { host } }: Asked, allowed?: AllowedHosts): void {
  if (isOurName(host, allowed)) return;
  throw new Problem(
    421,
    `This service is not known as "${nameOf(host ?? "")}". If that is its name, add it to ALLOWED_HOSTS where it runs.`,
  );
}
