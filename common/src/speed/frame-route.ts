// The same requests that a quick route takes over HTTP, as frames: what they are answered with, and what is counted and logged.

import type { FrameRoute } from "./frame-server.ts";
import { asProblem, logProblem } from "../http/error-handler.ts";
import { mediaTypeOf } from "../wire/cloud-events.ts";
import type { Logger } from "../base/logger.ts";
import type { RequestTimes } from "../http/metrics.ts";
import { Problem } from "../base/problem.ts";
import type { QuickRoute } from "./quick-route.ts";
import { reasonHeader } from "../wire/refusal-reason.ts";
import { type AllowedHosts, mayComeFromWebPage } from "../http/web-pages.ts";

interface Surroundings {
  log: Logger;
  times: RequestTimes;
  allowedHosts?: AllowedHosts | undefined;
}

export function createFrameRoute(
  { path, limits, body: done, take, opened }: QuickRoute,
  { log, times, allowedHosts }: Surroundings,
): FrameRoute {
  return {
    path,
    mayConnect: (headers) => !mayComeFromWebPage(headers, allowedHosts),
    maxBodyBytes: Math.max(...limits.values()),
    opened,

    async answer({ head, body }) {
      const stop = times.startTimer({ method: "POST", route: path });
      try {
        const header = (name: string) => head[name];
        mustBeWithin(limits.get(mediaTypeOf(header) ?? ""), body);
        const headers = await take(header, body);
        stop({ status: 200 });
        return { head: { ":status": "200", ...headers }, body: done };
      } catch (error) {
        const problem = asProblem(error);
        logProblem(log, problem, error);
        stop({ status: problem.status });
        const more = { ...reasonHeader(problem), ...problem.headers };
        return {
          head: { ":status": String(problem.status), ...more },
          body: JSON.stringify(problem),
        };
      }
    },
  };
}

function mustBeWithin(limit: number | undefined, body: Buffer): void {
  if (limit === undefined) throw new Problem(415, "This media type is not taken here.");
  if (body.length > limit) throw new Problem(413, "The body is larger than this service accepts.");
}
