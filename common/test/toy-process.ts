// A service as a process of its own, started by run.test.ts. It reports to its parent what happens to it.

import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { runService } from "@blog/common/http/run";
import { createService } from "@blog/common/http/service";

const streams: ServerResponse[] = [];
const report = (text: string) => process.send?.(text);

const service = createService("toy", {
  routes(app) {
    app.get("/slow", (_req, res) => {
      report("asked");
      setTimeout(() => res.send("done"), 200);
    });
    app.get("/stream", (_req, res) => {
      res.write("first");
      streams.push(res);
    });
  },
});

const server = await runService(service, {
  port: Number(process.env.PORT),
  endStreams() {
    for (const res of streams) res.end("last");
  },
  stop: [
    () => report("first step"),
    () => report("second step"),
    () => service.log.warn("the log may not be read any more,"),
    () => service.log.warn("and not this either"),
  ],
});
// A server that listens on a port has an address of this kind.
report(`port ${(server.address() as AddressInfo).port}`);
