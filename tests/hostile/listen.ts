// Real servers on free ports, within the test's own process and as strict as in production. All are stopped after the file.

import { asksForFrames } from "@blog/common/speed/frames";
import type { RequestListener, Server } from "node:http";
import { createHttpServer } from "@blog/common/http/http-server";
import { stopAfterFile } from "../kit/after-file.ts";
import { type Listening as Served, serve } from "../kit/serve.ts";

type ServerTimeouts = Parameters<typeof createHttpServer>[1];

export interface Listening extends Served {
  server: Server;
}

export async function listen(
  app: RequestListener,
  timeouts: ServerTimeouts = {},
): Promise<Listening> {
  const server = createHttpServer(app, { isUpgrade: asksForFrames, ...timeouts });
  const served = await serve(server);
  stopAfterFile(served.stop);
  return { ...served, server };
}
