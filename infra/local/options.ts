// Reads a command's options from its command line and the environment. A mistake is answered with a sentence, never with
// a stack.

import { parseArgs, type ParseArgsConfig } from "node:util";

type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** Reads the command line; `--help` prints the given text and ends the process. */
export function readOptions<Options extends OptionTable>(help: string, options: Options) {
  const { values } = orStop(() =>
    parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } }, strict: true }),
  );
  if ("help" in values && values.help) {
    console.log(help);
    process.exit(0);
  }
  return values;
}

/** A whole number from what was typed, or a RangeError that names the option. */
export function wholeNumber(name: string, text: string, smallest: number, largest: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= smallest && number <= largest) return number;
  throw new RangeError(
    `${name} is "${text}"; it must be a whole number from ${smallest} to ${largest}.`,
  );
}

export function orStop<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
