// JSON that would be stored as something else than was sent. JSON.parse takes all of it: a number that JavaScript rounds, a
// name that stands twice, half a character, "__proto__". It is refused with the place, so that the sender decides.
// -0 passes: it is stored as 0, which is the same number.

import { Problem, toPointer } from "../base/problem.ts";

/** Nearly all JSON is written as JSON.stringify writes it: then nothing was lost, and nothing more has to be looked at. */
export function isWrittenAsStored(text: string, value: unknown): boolean {
  if (text.includes("__proto__") || text.includes("\\ud")) return false;
  try {
    return JSON.stringify(value) === text;
  } catch {
    // Nested too deeply to be written: mustBeLossless refuses it, with the place.
    return false;
  }
}

interface Level {
  /** The names that have been seen in an object; undefined in an array. */
  names: Set<string> | undefined;
  /** Where we are in it; in an object, undefined until the next name. */
  key: PropertyKey | undefined;
}

/** Deeper than any sensible JSON: so many levels are kept in memory. */
const MAX_LEVELS = 1000;

const HALF_CHARACTER = /\p{Cs}/gu;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

/** Throws a 400 Problem that names the first place. `text` has to be valid JSON. */
export function mustBeLossless(text: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const level = levels.at(-1);
    if (char === '"') at = readString(text, at, levels);
    else if (char === "{") enter(levels, { names: new Set(), key: undefined });
    else if (char === "[") enter(levels, { names: undefined, key: 0 });
    else if (char === "}" || char === "]") levels.pop();
    else if (char === "," && level) level.key = level.names ? undefined : Number(level.key) + 1;
    else if (char === "-" || (char >= "0" && char <= "9")) at = readNumber(text, at, levels);
  }
}

function enter(levels: Level[], level: Level): void {
  if (levels.length >= MAX_LEVELS) throw refusal([], "is nested too deeply");
  levels.push(level);
}

/** Each of these returns the last place it has read. */
function readString(text: string, from: number, levels: Level[]): number {
  const end = endOfString(text, from);
  const quoted = text.slice(from, end + 1);
  // JSON, as all that is read here: a text in quotes is a string.
  const string = quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  const level = levels.at(-1);
  const isName = level?.names !== undefined && level.key === undefined;
  if (isName) level.key = string;
  if (string.search(HALF_CHARACTER) >= 0)
    throw refusal(levels, "holds half a character (a lone surrogate)");
  if (!isName) return end;
  if (string === "__proto__") throw refusal(levels, "is a name that programs take for their own");
  if (level.names?.has(string)) throw refusal(levels, "stands there twice");
  level.names?.add(string);
  return end;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    if (text[at] === '"') return at;
    if (text[at] === "\\") at += 1;
  }
}

function readNumber(text: string, from: number, levels: Level[]): number {
  NUMBER.lastIndex = from;
  const [number = ""] = NUMBER.exec(text) ?? [];
  const stored = JSON.stringify(Number(number));
  if (stored === "null" || toDecimal(number) !== toDecimal(stored))
    throw refusal(levels, `would be stored as ${stored}: please send it as text`);
  return from + number.length - 1;
}

/** A number as its digits and a power of ten, so that two ways to write the same are the same. */
function toDecimal(number: string): string {
  const [mantissa = "", exponent = "0"] = number.replace(/^-/, "").toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  // Not by a pattern: for zeros that are not at the end, that would look again from each of them.
  let length = digits.length;
  while (digits[length - 1] === "0") length -= 1;
  const power = Number(exponent) - fraction.length + digits.length - length;
  const sign = number.startsWith("-") ? "-" : "";
  return `${sign}${digits.slice(0, length)}e${power}`;
}

function refusal(levels: Level[], detail: string): Problem {
  const path = levels.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const where = toShown(path.map(String).join("."), 200) || "body";
  return new Problem(400, `${where}: ${detail}`, {
    errors: [{ detail, pointer: toShown(toPointer(path), 1000) }],
  });
}

// The place is the sender's text: of any length, and perhaps what is wrong with it is in there.
function toShown(place: string, length: number): string {
  return place.slice(0, length).replace(HALF_CHARACTER, "\ufffd");
}
