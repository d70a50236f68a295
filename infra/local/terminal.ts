// Colours, on a terminal only: not into a file or a pipe, and not when NO_COLOR asks for none (https://no-color.org).

import { styleText } from "node:util";

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const plain: Paint = (_style, text) => text;
const colourful: Paint = (style, text) => styleText(style, text, { validateStream: false });

/**
 * Text from outside, in one line that cannot steer a terminal: without control characters, and without the marks that turn the
 * order of characters round. Each of them is shown as �.
 */
export function harmless(text: string): string {
  return text.replace(STEERING, "\ufffd");
}

const STEERING = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

export const paint: Paint = wantsColour(process.stdout.isTTY, process.env) ? colourful : plain;

export function wantsColour(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return isTerminal === true && env.TERM !== "dumb";
}

/** Prints the sentences, and ends the process. */
export function giveUp(...lines: string[]): never {
  for (const line of lines) console.error(paint("red", harmless(line)));
  process.exit(1);
}
