// Reads a body of JSON as it is, or refuses it: the one rule of all doors (POST /events of the bus and the services, over HTTP
// or as a frame; posts, comments, the lab). What was read leniently would be stored, and passed on, as something that no client
// has sent.

import { isWrittenAsStored, mustBeLossless } from "./lossless-json.ts";
import { Problem } from "../base/problem.ts";

// A byte order mark, as some editors write it, is no part of the text.
const utf8 = new TextDecoder("utf-8", { fatal: true });

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/**
 * Throws a 400 for what is no JSON, or no UTF-8, or would be stored as something else (with the place); a 415 where
 * `contentType` names another character set.
 */
export function parseJson(body: Uint8Array, contentType = ""): unknown {
  const charset = CHARSET.exec(contentType)?.[1] ?? "utf-8";
  if (!/^utf-?8$/i.test(charset)) throw new Problem(415, "JSON is sent as UTF-8.");
  const text = decode(body);
  const value = parseText(text);
  if (!isWrittenAsStored(text, value)) mustBeLossless(text);
  return value;
}

function decode(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem(400, "The body is not UTF-8, as JSON has to be.");
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "The body is not valid JSON.");
  }
}
