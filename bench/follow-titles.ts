// Follows query's stream and calls back with the title of each post that appears or changes.

import { request } from "node:http";
import { createInterface } from "node:readline";

export interface Following {
  /** Resolves once nothing that changes is missed any more. */
  opened: Promise<void>;
  stop(): void;
}

export function followTitles(url: string, onTitle: (title: string) => void): Following {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const req = request(`${url}/posts`, { headers: { accept: "text/event-stream" } }, (res) => {
    const lines = createInterface({ input: res });
    lines.on("line", (line) => {
      // Its first id: from here on it receives every change.
      if (line.startsWith("id:")) open();
      const title = /^data: .*"title":"([^"]+)"/.exec(line)?.[1];
      if (title) onTitle(title);
    });
    // It breaks when it is stopped.
    lines.on("error", () => lines.close());
  });
  req.on("error", () => req.destroy());
  req.end();
  return { opened, stop: () => req.destroy() };
}
