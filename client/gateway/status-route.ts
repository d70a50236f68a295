// GET /status: how all services are, once as JSON, or every second as server-sent events.

import { EVENT_STREAM_HEADERS } from "@blog/common/http/event-stream";
import { HEARTBEAT_FRAME } from "@blog/common/http/heartbeat";
import type { Express, Response } from "express";
import type { OpenStreams } from "./open-streams.ts";
import type { StatusReport } from "./status-report.ts";
import { createStatusWatch } from "./status-watch.ts";

interface StatusRouteParts {
  check(): Promise<StatusReport>;
  streams: OpenStreams;
}

export function addStatusRoute(app: Express, { check, streams }: StatusRouteParts): void {
  const status = createStatusWatch(checkOnce);
  let checking: Promise<StatusReport> | undefined;

  app.get("/status", async (req, res) => {
    res.set("cache-control", "no-store").vary("accept");
    if (req.accepts(["json", "text/event-stream"]) === "text/event-stream") return stream(res);
    res.send(await checkOnce());
  });

  // Each round is seven requests of ours. Callers that ask while one is in progress share its result.
  function checkOnce(): Promise<StatusReport> {
    checking ??= check().finally(() => {
      checking = undefined;
    });
    return checking;
  }

  function stream(res: Response): void {
    res.writeHead(200, EVENT_STREAM_HEADERS);
    res.flushHeaders();
    streams.add(res);
    // Once: each report is a sign of life itself.
    res.write(HEARTBEAT_FRAME);
    const stop = status.watch((report) => {
      // A slow reader misses some: the next report is complete.
      if (!res.writableNeedDrain) res.write(toFrame(report));
    });
    res.once("close", stop);
  }
}

/** Made once for each report, however many watch. */
const frames = new WeakMap<StatusReport, Buffer>();

function toFrame(report: StatusReport): Buffer {
  let frame = frames.get(report);
  if (!frame) {
    frame = Buffer.from(`event: status\ndata: ${JSON.stringify(report)}\n\n`);
    frames.set(report, frame);
  }
  return frame;
}
