// What the doctor reports: one line per check, and what to do where something is wrong.

import { harmless, type Paint } from "./terminal.ts";

export interface Finding {
  /** "note" is worth knowing, but nothing to repair. */
  kind: "good" | "note" | "wrong";
  text: string;
  advice?: string[];
}

const MARKS = {
  good: { mark: "✓", style: "green" },
  note: { mark: "·", style: "gray" },
  wrong: { mark: "✗", style: "red" },
} as const;

export function good(text: string): Finding {
  return { kind: "good", text };
}

export function note(text: string, ...advice: string[]): Finding {
  return { kind: "note", text, advice };
}

export function wrong(text: string, ...advice: string[]): Finding {
  return { kind: "wrong", text, advice };
}

export function formatFinding({ kind, text, advice = [] }: Finding, paint: Paint): string {
  const { mark, style } = MARKS[kind];
  const lines = advice.map((line) => `    ${harmless(line)}`);
  return [`${paint(style, mark)} ${harmless(text)}`, ...lines].join("\n");
}
