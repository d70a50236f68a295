// Moderation: decides on each new comment. It keeps no state; the rule is all there is.

import type { Inbox } from "@blog/common/wire/delivery";
import { contracts } from "@blog/common/events";
import type { EventBus } from "@blog/common/messaging/event-bus";
import { createLogger } from "@blog/common/base/logger";
import { createResponder } from "@blog/common/messaging/responder";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";

export function createApp(
  { bus }: { bus: EventBus },
  options: ServiceOptions = {},
): Service<Inbox> {
  const source = "moderation";

  return createService(source, {
    ...options,

    inbox: createResponder(
      { contracts, source, bus, log: createLogger(source) },
      {
        CommentCreated({ data: { id, postId, content } }, reply) {
          const status = content.includes("orange") ? "rejected" : "approved";
          reply("CommentModerated", { id, postId, status, content });
        },
      },
    ),
  });
}
