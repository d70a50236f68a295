// Ctrl-C stops in order; a second Ctrl-C stops waiting.

/** npm passes a signal on that the terminal has sent already: what follows this soon is the same Ctrl-C. */
const SAME_KEYSTROKE_MS = 500;

export interface StopHandlers {
  stop: () => void;
  kill: () => void;
}

/** Also handles that the terminal was closed, or npm is gone (launchers.mjs): that is never the second Ctrl-C. */
export function onStopSignals({ stop, kill }: StopHandlers): void {
  let firstAt: number | undefined;
  function handle(signal: NodeJS.Signals): void {
    if (firstAt === undefined) {
      firstAt = Date.now();
      stop();
    } else if (signal !== "SIGHUP" && Date.now() - firstAt > SAME_KEYSTROKE_MS) {
      kill();
    }
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, handle);
  // A closed terminal takes no more output; that must not end us before the services are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
