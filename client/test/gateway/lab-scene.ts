// A gateway in front of a lab that keeps what it is asked.

import { request } from "node:http";
import { freeUrl, startGateway, startServer } from "./start-server.ts";

interface ReceivedRequest {
  at: string;
  method: string;
  url: string;
  headers: Record<string, unknown>;
}

/** A bus, a runner and one service that keep what they are asked, behind a gateway. */
export async function startLab({ hasLab = true, isCluster = false } = {}) {
  const received: ReceivedRequest[] = [];
  const listen = (at: string) =>
    startServer(({ method = "", url = "", headers }, res) => {
      received.push({ at, method, url, headers });
      res.end(JSON.stringify({ at }));
    });
  const [bus, runner] = [await listen("bus"), await listen("runner")];
  const posts = await listen("posts");
  const unreachable = await freeUrl();
  const urls = { posts: posts.url, comments: unreachable, query: unreachable };
  const behind = { "event-bus": bus.url, ...(hasLab && { runner: runner.url }) };
  const gateway = await startGateway(unreachable, {
    urls: { ...urls, ...behind },
    hasLab,
    isCluster,
  });
  return { received, ...gateway };
}

export type Headers = Record<string, string>;

/** The status, media type and text of the answer to a request with any headers, also those that fetch does not let one set. */
export function ask(url: string, method: string, path: string, headers: Headers = {}) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    request(url + path, { method, headers }, (res) => {
      const { statusCode: status = 0, headers: found } = res;
      let text = "";
      res.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      res.once("end", () => resolve({ status, type: found["content-type"] ?? "", text }));
    })
      .once("error", reject)
      .end();
  });
}
