// A client of the live stream, over real HTTP, as a browser's EventSource is.

import { createServer, get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { Express } from "express";
import { onTestFinished } from "vitest";
import { serve } from "../../tests/kit/serve.ts";
import { createMessageReader } from "../../tests/kit/stream-messages.ts";
import { createQuery } from "./query-service.ts";

export interface Message {
  event: string;
  data: unknown;
}

export interface Listener {
  /** What was received, whole messages only, and without heartbeats. */
  messages: Message[];
  heartbeats(): number;
  /** All that came, as it came. */
  text(): string;
  lastEventId(): string | undefined;
  headers: IncomingMessage["headers"];
  isOver(): boolean;
  hangUp(): void;
}

/** The query service, served on a free port, and what connects listeners to it. */
export async function createLiveQuery() {
  const query = await createQuery();
  return { ...query, listen: await serveTo(query.app) };
}

/** Of the posts that were received. */
export function titlesIn({ messages }: Listener): string[] {
  // Each message carries a post, unless it is a reset.
  return messages.map(({ data }) => (data as { title: string }).title);
}

async function serveTo(app: Express) {
  const { port, stop } = await serve(createServer(app));
  onTestFinished(stop);

  return async function listen(lastEventId?: string): Promise<Listener> {
    const headers = {
      accept: "text/event-stream",
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    };
    const request = get({ port, path: "/posts", headers, agent: false });
    // The promise of an array with the response: what the event carries.
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return follow(response, () => request.destroy());
  };
}

function follow(response: IncomingMessage, hangUp: () => void): Listener {
  const messages: Message[] = [];
  const read = createMessageReader();
  let text = "";
  let heartbeats = 0;
  let lastEventId: string | undefined;
  let isOver = false;

  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    text += chunk;
    for (const { event, data, id } of read(chunk)) {
      lastEventId = id ?? lastEventId;
      if (event === "heartbeat") heartbeats += 1;
      else if (data !== undefined) messages.push({ event, data: JSON.parse(data) });
    }
  });
  response.on("error", () => {});
  response.on("close", () => (isOver = true));

  return {
    messages,
    heartbeats: () => heartbeats,
    text: () => text,
    lastEventId: () => lastEventId,
    headers: response.headers,
    isOver: () => isOver,
    hangUp,
  };
}
