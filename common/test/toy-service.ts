// A service as small as possible, for tests of what all services have in common.

import type { Delivery, Inbox } from "@blog/common/wire/delivery";
import { parse } from "@blog/common/base/problem";
import { createService, type ServiceOptions } from "@blog/common/http/service";
import { z } from "zod";

const Thing = z.object({ name: z.string("must be text") }, "must be a JSON object");

/** It receives everything, keeps that, and with `resumeAfter` answers as if something were missing. */
export function createToyService(options: ServiceOptions & { resumeAfter?: number } = {}) {
  const received: Delivery[] = [];
  const { resumeAfter, ...serviceOptions } = options;
  const inbox: Inbox = {
    async receive(delivery) {
      received.push(delivery);
      return resumeAfter === undefined ? "done" : { resumeAfter };
    },
  };

  const service = createService("toy", {
    ...serviceOptions,
    routes(app) {
      app.get("/things/:id", (req, res) => {
        res.send({ id: req.params.id });
      });
      app.post(["/things", "/things/create"], (req, res) => {
        res.status(201).send(parse(Thing, req.body));
      });
      app.get("/broken", () => {
        throw new Error("secret detail of line 42");
      });
    },
    inbox,
  });
  // Failures are part of these tests; what is logged about them is tested where it matters.
  service.log.level = "silent";
  return { ...service, received };
}
