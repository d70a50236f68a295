// One small HTTP request to an address that a setting names. The plain version is fetch, which refuses ports that browsers
// block (6000, 4045, …) and, with NODE_USE_ENV_PROXY, asks this machine's own services by way of a proxy. This one does neither.

import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from "node:http";

const MAX_BYTES = 10_000_000;

export interface AskOptions {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** For the whole answer. */
  timeoutMs?: number;
  /** "as configured": by Node's own settings, for an address outside the blog. The blog's parts are asked directly. */
  proxy?: "never" | "as configured";
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Resolves with an answer of any status; redirects are not followed. Rejects when there is none in time, or one of
 * more than 10 MB. Each request has a connection of its own: a kept one may be dead, and a live service would look dead.
 */
export async function ask(url: string, options: AskOptions = {}): Promise<HttpAnswer> {
  const { method = "GET", headers, body, timeoutMs = 2000, proxy = "never" } = options;
  const send = url.startsWith("https:") ? (await import("node:https")).request : httpRequest;
  return new Promise((resolve, reject) => {
    const agent = proxy === "never" ? { agent: false } : {};
    const asking = send(url, { method, ...agent, ...(headers && { headers }) });
    const timer = setTimeout(
      () => asking.destroy(new Error(`no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    asking.on("response", (response) => {
      readText(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      }, reject);
    });
    asking.on("error", reject);
    asking.on("close", () => clearTimeout(timer));
    asking.end(body);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
