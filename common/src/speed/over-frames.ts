// Frames as a transport for POST /events: one persistent connection instead of one HTTP request after the other. main.ts hands
// it in; without it, everything works over HTTP alone.

import { Problem } from "../base/problem.ts";
import type { EndpointTransport, EventEndpoint } from "../wire/event-endpoint.ts";
import { createFrameClient } from "./frame-client.ts";
import { acceptFrames, type FrameRoute } from "./frame-server.ts";
import { asksForFrames, FRAMES, FRAMES_HEADER } from "./frames.ts";

export const frames: EndpointTransport = {
  offer: { [FRAMES_HEADER]: FRAMES },
  isAskedFor: asksForFrames,
  accept: (server, endpoint) => acceptFrames(server, overFrames(endpoint)),
  connect: createFrameClient,
};

export function overFrames(endpoint: EventEndpoint): FrameRoute {
  return {
    ...{ path: endpoint.path, maxBodyBytes: endpoint.maxBodyBytes },
    mayConnect: endpoint.mayConnect,
    opened: endpoint.connected,

    async answer({ head, body }) {
      const answer = await endpoint.answer(
        (name) => head[name],
        async (maxBytes) => {
          if (body.length <= maxBytes) return body;
          throw new Problem(413, "The body is larger than this service accepts.");
        },
      );
      // It is always JSON.
      const { "content-type": _, ...headers } = answer.headers;
      return { head: { ":status": String(answer.status), ...headers }, body: answer.body };
    },
  };
}
