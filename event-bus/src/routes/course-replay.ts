// Is this reader an original query that has just started? It replays the whole log by itself, and would show a comment twice
// if its backlog were delivered on top: so its cursor has to move to the end of what it was sent. Such a service keeps no
// checkpoint and does not name itself, and it may be written in any language: it is recognised by its request.

import type { Request } from "express";
import type { Subscription } from "../delivery/subscription.ts";

/** The one service of the course that replays. */
export const REPLAYS = "query";

// Tools of people, for a look at the log while they learn.
const LOOKS = [
  ...["Mozilla/", "curl/", "Wget/", "HTTPie/", "xh/", "PowerShell/"],
  ...["PostmanRuntime/", "insomnia/", "bruno-runtime/", "Thunder Client", "vscode-restclient"],
].map((tool) => tool.toLowerCase());

/**
 * Whether it asks for all there is, as the course's bare array, and is neither a person's tool nor another subscriber; and the
 * query is not up already. If it is, another program reads the log, and the query must not lose what waits for it.
 */
export function isCourseReplay(
  req: Request,
  subscribers: ReadonlyMap<string, Pick<Subscription, "isAnswering">>,
): boolean {
  const asksForAll = Object.keys(req.query).length === 0;
  // Ours do, and answer with their checkpoint: then the worker goes back.
  const asksForLines = req.get("accept")?.includes("ndjson") === true;
  const reader = req.get("user-agent")?.toLowerCase() ?? "";
  const isPerson = LOOKS.some((tool) => reader.startsWith(tool));
  const isOther = subscribers.has(reader) && reader !== REPLAYS;
  const isUp = subscribers.get(REPLAYS)?.isAnswering() === true;
  return asksForAll && !asksForLines && !isPerson && !isOther && !isUp;
}
