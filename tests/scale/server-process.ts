// A server that is not ours (PostgreSQL, NATS, Redis), for tests that kill it: on a free port, with its data in a temporary folder.

import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

export interface TestServer {
  url: string;
  port: number;
  /** Settles when it is gone: kill -9, no goodbye. */
  kill(): Promise<void>;
  /** Settles when it answers, with all it had. */
  start(): Promise<void>;
  /** Ends it and forgets its data. */
  remove(): Promise<void>;
}

export interface RunningServer {
  /** Settles when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts a program and waits until it listens on `port`, or until `isReady` answers true, for a server that listens before it
 * serves. What it prints is shown when it ends before that.
 */
export async function runServer(
  program: string,
  args: string[],
  port: number,
  {
    isReady = () => listens(port),
    ...options
  }: SpawnOptions & { isReady?(): Promise<boolean> } = {},
): Promise<RunningServer> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => (output = (output + chunk).slice(-5000)));

  while (!(await isReady())) {
    if (isGone(child)) throw new Error(`${program} has ended:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    signal: (signal) => void child.kill(signal),
    async kill(signal) {
      if (isGone(child)) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    function finish(answer: boolean): void {
      socket.destroy();
      resolve(answer);
    }
  });
}
