// Listens to query's stream and calls back with the title of each post that appears or changes.

import { request } from "node:http";
import { createInterface } from "node:readline";

export function followTitles(url: string, onTitle: (title: string) => void): { stop(): void } {
  const req = request(`${url}/posts`, { headers: { accept: "text/event-stream" } }, (res) => {
    const lines = createInterface({ input: res });
    lines.on("line", (line) => {
      const title = /^data: .*"title":"([^"]+)"/.exec(line)?.[1];
      if (title) onTitle(title);
    });
    // It breaks when it is stopped.
    lines.on("error", () => lines.close());
  });
  req.on("error", () => req.destroy());
  req.end();
  return { stop: () => req.destroy() };
}
