// With a secret, a subscriber can verify that a delivery comes from the bus and was not altered.

import { sign, verify } from "@blog/common/wire/signature";
import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { cloudEvent, startTestBus } from "./test-bus.ts";
import { acceptBatches, startSubscriber } from "./test-subscriber.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("When there is a secret", () => {
  it("single events, batches and questions are signed", async () => {
    const subscriber = await startSubscriber(acceptBatches);
    const first = await startTestBus({ secret: SECRET });
    const body = JSON.stringify(["A", "B", "C"].map((name) => cloudEvent(name, {}, name)));
    const batch = { "content-type": "application/cloudevents-batch+json" };
    await first.post(body, { ...batch, ...sign(SECRET, "A", body) });

    await first.restart({ subscribers: `a=${subscriber.url}` });
    await until(() => expect(subscriber.handled).toEqual(["A", "B", "C"]));
    await until(() => expect(subscriber.probes).not.toEqual([]));

    const kinds = [...subscriber.requests, ...subscriber.probes].map(({ types }) => types.length);
    expect(kinds.slice(0, 3)).toEqual([1, 2, 0]);
    for (const { headers, body: sent } of [...subscriber.requests, ...subscriber.probes]) {
      expect(() => verify(SECRET, (name) => headers[name]?.toString(), sent)).not.toThrow();
    }
  });

  it("a retry carries the same webhook-id, by which a receiver may recognize repetitions", async () => {
    const subscriber = await startSubscriber((res) => res.writeHead(503).end());
    const { post } = await startTestBus({ subscribers: `a=${subscriber.url}`, secret: SECRET });
    const body = JSON.stringify({ type: "A", data: {} });

    await post(body, { "ce-id": "one", ...sign(SECRET, "one", body) });
    await until(() => expect(subscriber.requests.length).toBeGreaterThan(2));

    const ids = subscriber.requests.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids)).toEqual(new Set(["one"]));
  });
});

describe("When there is none", () => {
  it("nothing is signed", async () => {
    const subscriber = await startSubscriber();
    const { publish } = await startTestBus({ subscribers: `a=${subscriber.url}` });

    await publish("A");
    await until(() => expect(subscriber.requests).toHaveLength(1));

    expect(subscriber.requests[0]?.headers).not.toHaveProperty("webhook-signature");
  });
});
