// Somebody who listens to the live stream, over real HTTP, as a browser's EventSource does.

import { createServer, get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { onTestFinished } from "vitest";
import { createQuery } from "./query-service.ts";

export interface Message {
  event: string;
  data: unknown;
}

export interface Listener {
  /** What was heard, whole messages only, and without the signs of life. */
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
  return { ...query, listen: await serve(query.app) };
}

/** Of the posts that were heard of. */
export function titlesIn({ messages }: Listener): string[] {
  // Each message carries a post, unless it is a reset.
  return messages.map(({ data }) => (data as { title: string }).title);
}

async function serve(app: Express) {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;

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
  let text = "";
  let rest = "";
  let heartbeats = 0;
  let lastEventId: string | undefined;
  let isOver = false;

  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    text += chunk;
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) take(block);
  });
  response.on("error", () => {});
  response.on("close", () => (isOver = true));

  // https://html.spec.whatwg.org/multipage/server-sent-events.html: the id counts also without data.
  function take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => [line.split(":", 1)[0], line.replace(/^[^:]*: ?/, "")]),
    );
    lastEventId = fields.get("id") ?? lastEventId;
    const data = fields.get("data");
    const event = fields.get("event") ?? "message";
    if (event === "heartbeat") heartbeats += 1;
    else if (data !== undefined) messages.push({ event, data: JSON.parse(data) });
  }

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
