// What became of each event of a delivery is reported to the caller, one letter each; and nothing else is different.

import { contracts } from "@blog/common/events";
import { createResponder } from "@blog/common/messaging/responder";
import { createService } from "@blog/common/http/service";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createMemoryBus } from "./memory-bus.ts";
import { createPostListener, postAt } from "./post-listener.ts";
import { createTestLog } from "./test-log.ts";
import { createToyService } from "./toy-service.ts";

const log = "log-1";
const unknown = (position: number) => ({ id: `x${position}`, position, type: "X", data: {} });

describe("The effects of a delivery", () => {
  it("are reported for each event, in order: applied, duplicate, ignored", async () => {
    const { inbox } = await createPostListener();
    const effects: string[] = [];
    await inbox.receive({ log, previous: 0, events: [postAt(1)] });

    const events = [postAt(1), postAt(2), unknown(3)];
    await inbox.receive({ log, previous: 0, events }, (effect) => effects.push(effect));

    expect(effects).toEqual(["duplicate", "applied", "ignored"]);
  });

  it("are none when the delivery does not fit", async () => {
    const { inbox } = await createPostListener();
    const effects: string[] = [];

    await inbox.receive({ log, previous: 5, events: [postAt(6)] }, (one) => effects.push(one));

    expect(effects).toEqual([]);
  });

  it("are reported by an inbox without a database, too", async () => {
    const bus = createMemoryBus();
    const options = { contracts, source: "toy", bus, log: createTestLog().log };
    const handlers = { PostCreated() {} };
    const inbox = createResponder(options, handlers);
    const effects: string[] = [];

    await inbox.receive({ log, events: [postAt(1), unknown(2)] }, (one) => effects.push(one));

    expect(effects).toEqual(["applied", "ignored"]);
  });

  it("stand in a header, beside the course's answer", async () => {
    const { inbox } = await createPostListener();
    const { app } = createService("toy", { inbox });
    const headers = { "event-bus-log": log, "event-bus-previous": "0" };
    const deliver = (position: number) => {
      const { id, type, data } = postAt(position);
      const names = { "ce-id": id ?? "", "event-bus-position": String(position) };
      return request(app).post("/events").set(headers).set(names).send({ type, data });
    };

    await deliver(1).expect(200, {}).expect("event-bus-effects", "a");
    await deliver(1).expect(200, {}).expect("event-bus-effects", "d");
  });

  it("are in no header where the inbox reports none", async () => {
    const event = { type: "PostCreated", data: { id: "1", title: "A" } };
    const { app } = createToyService();

    const answer = await request(app).post("/events").send(event);

    expect(answer.headers).not.toHaveProperty("event-bus-effects");
  });
});
