// Which lines are logged: LOG_LEVEL, looked at before a logger is made, whose own refusal would be a stack.

import { withoutEmpty } from "./environment.ts";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** The level, or a RangeError that names the variable and what it may be. */
export function logLevel(env: NodeJS.ProcessEnv): string {
  const { LOG_LEVEL = "info" } = withoutEmpty(env);
  if (LEVELS.includes(LOG_LEVEL)) return LOG_LEVEL;
  throw new RangeError(`LOG_LEVEL is "${LOG_LEVEL}"; it must be one of ${LEVELS.join(", ")}.`);
}
