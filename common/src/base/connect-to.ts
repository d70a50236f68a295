// A bare connection to where a URL points: it shows whether a process is there, and nothing is sent.

import { connect, type Socket } from "node:net";

/** Opens it in the background, as `connect` of node:net does. An IPv6 address has brackets in a URL, and none here. */
export function connectTo(url: string | URL): Socket {
  const { protocol, hostname, port } = new URL(url);
  const defaultPort = protocol === "https:" ? 443 : 80;
  return connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || defaultPort });
}
