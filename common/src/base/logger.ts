// JSON logs, one line each, on standard output. What collects or colours them is not our business.

import { pino, type Logger } from "pino";
import { logLevel } from "./log-level.ts";

export type { Logger };

/** `LOG_LEVEL` is read here and nowhere else, so that each part can log before settings are parsed. */
export function createLogger(name: string): Logger {
  // Written at once: buffered lines would keep the process from ending when their reader is gone.
  const output = pino.destination({ dest: 1, sync: true });
  // A log is read by more people than a password or a token is for.
  const redact = ["req.headers.authorization", "req.headers.cookie"];
  return pino({ name, level: levelOrExit(), base: { name }, redact }, output);
}

// As readSettings: a sentence, and 78 (EX_CONFIG), because starting it again will not help.
function levelOrExit(): string {
  try {
    return logLevel(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(78);
  }
}
