// Ports that no browser opens, because other protocols live there (https://fetch.spec.whatwg.org/#port-blocking). A page or a
// service on one of them would run and could not be looked at; Node's fetch refuses them too.

import { wholeNumber } from "./options.ts";

export const BLOCKED_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10_080,
]);

// Since macOS 12 (System Settings, General, AirDrop & Handoff).
const AIRPLAY_PORTS = new Set([5000, 7000]);

/** A port that a browser opens, or `original`, or a RangeError that names the variable. */
export function openablePort(variable: string, text: string, original?: number): number {
  const port = wholeNumber(variable, text, 1, 65_535);
  if (!BLOCKED_PORTS.has(port) || port === original) return port;
  throw new RangeError(`${variable} is ${port}, a port that no browser opens. Choose another one.`);
}

/** What a user should know who has moved a service to this port; undefined where there is nothing. */
export function portRemark({ name, port }: { name: string; port: number }): string | undefined {
  if (BLOCKED_PORTS.has(port))
    return `${name} is on port ${port}, which browsers and fetch refuse to open. By way of the page, curl and Postman it answers.`;
  if (AIRPLAY_PORTS.has(port))
    return `${name} is on port ${port}. On macOS its AirPlay receiver listens there: switch that off, or choose another port.`;
  return undefined;
}
