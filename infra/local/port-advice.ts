// Advice for a port that is taken: by which program, as far as the system shows it, and what to do about it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PortState } from "./ports.ts";
import { portVariable, type ServicePlan } from "./services.ts";

const run = promisify(execFile);

/** Lines of advice for one port that cannot be used. */
export async function portAdvice(
  { name, port }: ServicePlan,
  state: Exclude<PortState, "free">,
  platform = process.platform,
): Promise<string[]> {
  const move = `or choose another: ${setVariable(portVariable(name), port + 100, platform)}`;
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
    `  ${move}`,
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
  if (platform === "win32") return ownerFromNetstat(port);
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

async function ownerFromNetstat(port: number): Promise<string | undefined> {
  const text = await output("netstat", ["-ano", "-p", "TCP"]);
  const pid = new RegExp(`:${port}\\s+\\S+\\s+LISTENING\\s+(\\d+)`, "i").exec(text)?.[1];
  return pid && `process ${pid}`;
}

async function output(program: string, args: string[]): Promise<string> {
  const found = await run(program, args, { timeout: 3000 }).catch(() => undefined);
  return found?.stdout ?? "";
}
