// The parts of a Markdown page that can be wrong: its commands, their answers, excerpts of code, and links.

import { readFileSync } from "node:fs";

export interface Block {
  language: string;
  text: string;
  /** Where it stands in the page, from 1. */
  line: number;
  /** The last link before it: what an excerpt of code is taken from. */
  link: string | undefined;
}

/** One block of commands, with the answer that is shown for its last one. */
export interface Commands {
  name: string;
  lines: string[];
  answer: unknown;
}

export function readBlocks(page: string): Block[] {
  const text = readFileSync(page, "utf8");
  const fences = text.matchAll(
    /^(?<indent> *)```(?<language>\w+)\n(?<code>[\s\S]*?)^\k<indent>```/gm,
  );
  return [...fences].map(({ index, groups }) => {
    const { indent = "", language = "", code = "" } = groups ?? {};
    const before = text.slice(0, index);
    return {
      language,
      text: code.replaceAll(new RegExp(`^${indent}`, "gm"), "").trimEnd(),
      line: before.split("\n").length,
      link: linksIn(before).at(-1),
    };
  });
}

export function readCommands(page: string): Commands[] {
  return readBlocks(page).flatMap((block, index, blocks) => {
    if (block.language !== "sh") return [];
    const next = blocks[index + 1];
    const answer: unknown = next?.language === "json" ? JSON.parse(next.text) : undefined;
    return [{ name: `line ${block.line}: ${block.text}`, lines: block.text.split("\n"), answer }];
  });
}

/** Where its links and pictures lead. */
export function readLinks(page: string): string[] {
  const text = readFileSync(page, "utf8");
  const sources = text.matchAll(/(?:src|srcset)="(?<target>[^"]+)"/g);
  return [...linksIn(text), ...[...sources].map(({ groups }) => groups?.target ?? "")];
}

/** The addresses of this machine that its text (not its commands) names. */
export function readAddresses(page: string): string[] {
  const text = readFileSync(page, "utf8").replaceAll(/^ *```[\s\S]*?^ *```/gm, "");
  return [...text.matchAll(/http:\/\/localhost:\d+[\w/-]*/g)].map(([address]) => address);
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.target ?? "");
}
