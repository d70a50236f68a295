// Turns the services' JSON log lines into lines for people. Whatever is not such a line is passed on as it is.

import { harmless, type Paint } from "./terminal.ts";

const LEVELS = [
  { from: 60, style: "red", word: "fatal" },
  { from: 50, style: "red", word: "error" },
  { from: 40, style: "yellow", word: "warning" },
  { from: 30, style: "reset", word: "" },
  { from: 0, style: "gray", word: "debug" },
] as const;

const NAME_STYLES = ["cyan", "green", "magenta", "blue", "yellow", "cyanBright"] as const;
const NAME_WIDTH = 11;

/** These are shown elsewhere in the line, or are of no use to a reader. */
const HIDDEN = new Set([
  "level",
  "time",
  "name",
  "msg",
  "pid",
  "hostname",
  "err",
  "req",
  "res",
  "v",
]);

interface LogEntry {
  [key: string]: unknown;
  level: number;
  msg?: string;
  time?: string | number;
  err?: { stack?: string; message?: string };
}

/** `posts       │ 12:30:01 posts listens on 4000 port=4000` */
export function formatLine(name: string, line: string, paint: Paint): string {
  const prefix = paint(nameStyle(name), `${name.padEnd(NAME_WIDTH)} │`);
  const entry = readEntry(line);
  const text = entry ? formatEntry(entry, paint) : plainLine(line);
  return text
    .split("\n")
    .map((part) => `${prefix} ${part}`)
    .join("\n");
}

function formatEntry(entry: LogEntry, paint: Paint): string {
  const level = LEVELS.find(({ from }) => entry.level >= from) ?? LEVELS[3];
  const words = [level.word && `${level.word}:`, harmless(entry.msg ?? "")]
    .filter(Boolean)
    .join(" ");
  const text = level.style === "reset" ? words : paint(level.style, words);
  return [paint("gray", clock(entry.time)), text, paint("gray", harmless(details(entry)))]
    .filter(Boolean)
    .join(" ")
    .concat(entry.err ? `\n${lines(entry.err.stack ?? entry.err.message ?? "")}` : "");
}

// What is in a log may come from outside: a title, a header, the name of an event.
function lines(text: string): string {
  return text.split("\n").map(harmless).join("\n");
}

// Colours of Vite or nodemon stay.
function plainLine(line: string): string {
  return line
    .split(COLOUR)
    .map((part, index) => (index % 2 === 0 ? harmless(part.replaceAll("\t", "  ")) : part))
    .join("");
}

const COLOUR = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`);

function readEntry(line: string): LogEntry | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("level" in entry)) return undefined;
    return typeof entry.level === "number" ? (entry as LogEntry) : undefined; // pino's own shape from here on
  } catch {
    return undefined;
  }
}

function clock(time: string | number | undefined): string {
  const date = new Date(time ?? Date.now());
  return Number.isNaN(date.getTime()) ? "" : date.toTimeString().slice(0, 8);
}

function details(entry: LogEntry): string {
  return Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(" ");
}

// The same name has the same colour every time.
function nameStyle(name: string) {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return NAME_STYLES[sum % NAME_STYLES.length] ?? "cyan";
}
