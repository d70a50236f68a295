// Advice for a port that is taken: by which program, as far as the system shows it, and what to do about it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PortState } from "./ports.ts";
import type { OwnPort } from "./service-ports.ts";

const run = promisify(execFile);

/** Lines of advice for one port that cannot be used. */
export async function portAdvice(
  { name, port, variable }: OwnPort,
  state: Exclude<PortState, "free">,
  platform = process.platform,
): Promise<string[]> {
  const move = `or choose another: ${setVariable(variable, port + 100, platform)}`;
  if (state === "forbidden") {
    const look =
      platform === "win32"
        ? "netsh interface ipv4 show excludedportrange protocol=tcp"
        : "ports below 1024 are for administrators";
    return [`Port ${port} (${name}) may not be used here.`, `  look: ${look}`, `  ${move}`];
  }
  const owner = await findOwner(port, platform);
  return [
    `Port ${port} (${name}) is taken${owner ? ` by ${owner}` : ""}.`,
    `  look: ${lookCommand(port, platform)}`,
    ...(owner ? [] : mayBeOutgoing(port, platform)),
    `  ${move}`,
  ];
}

// https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range). A connection that has ended may hold its port for a minute.
function mayBeOutgoing(port: number, platform: NodeJS.Platform): string[] {
  if (platform !== "linux" || port < 32_768 || port > 60_999) return [];
  return [
    "  Linux gives ports from 32768 to 60999 to outgoing connections: if nothing listens there, try again in a minute,",
  ];
}

function lookCommand(port: number, platform: NodeJS.Platform): string {
  if (platform === "win32") return `netstat -ano | findstr :${port}`;
  return platform === "linux"
    ? `lsof -i :${port}  or  ss -ltnp 'sport = :${port}'`
    : `lsof -i :${port}`;
}

function setVariable(name: string, value: number, platform: NodeJS.Platform): string {
  return platform === "win32"
    ? `set ${name}=${value} && npm start  (PowerShell: $env:${name}=${value}; npm start)`
    : `${name}=${value} npm start`;
}

/** "node (process 4711)", or nothing when the system does not show it. */
export async function findOwner(
  port: number,
  platform = process.platform,
): Promise<string | undefined> {
  if (platform === "win32") return ownerInNetstat(await output("netstat", ["-ano"]), port);
  return (await ownerFromLsof(port)) ?? (await ownerFromSs(port));
}

async function ownerFromLsof(port: number): Promise<string | undefined> {
  const text = await output("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
  const pid = /^p(\d+)$/m.exec(text)?.[1];
  return pid && `${/^c(.+)$/m.exec(text)?.[1] ?? "a program"} (process ${pid})`;
}

async function ownerFromSs(port: number): Promise<string | undefined> {
  const text = await output("ss", ["-Hltnp", `sport = :${port}`]);
  const [, program, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(text) ?? [];
  return pid && `${program} (process ${pid})`;
}

/** The listener of a port in the output of `netstat -ano`. A listener is known by its peer, which is none: its state is in the user's language. */
export function ownerInNetstat(text: string, port: number): string | undefined {
  const listener = new RegExp(`:${port}\\s+(?:0\\.0\\.0\\.0|\\[::\\]):0\\s+.*?(\\d+)\\s*$`, "m");
  const pid = listener.exec(text)?.[1];
  return pid && `process ${pid}`;
}

async function output(program: string, args: string[]): Promise<string> {
  const found = await run(program, args, { timeout: 3000 }).catch(() => undefined);
  return found?.stdout ?? "";
}
