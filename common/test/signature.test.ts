// Signatures: the same as the published Standard Webhooks library makes and accepts, both ways.

import { sign, verify } from "@blog/common/wire/signature";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const body = '{"type":"PostCreated","data":{"id":"1","title":"Überschrift"}}';
const now = new Date("2026-11-21T10:00:00Z");
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const check = (headers: Record<string, string>, text: string = body, at: Date = now) =>
  verify(secret, (name) => headers[name], Buffer.from(text), at);
const refused = (detail: string) => expect.objectContaining({ status: 401, message: detail });

describe("A signature", () => {
  it("is the one the published library makes", () => {
    const ours = sign(secret, "event-1", body, now);

    expect(ours["webhook-signature"]).toBe(new Webhook(secret).sign("event-1", now, body));
  });

  it("of ours is accepted by the published library", () => {
    const headers = sign(secret, "event-1", body);

    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it("of the published library is accepted by us", () => {
    const headers = {
      "webhook-id": "event-1",
      "webhook-timestamp": String(now.getTime() / 1000),
      "webhook-signature": new Webhook(secret).sign("event-1", now, body),
    };

    expect(() => check(headers)).not.toThrow();
  });

  it("may have any text as its secret, not only the library's form", () => {
    const headers = sign("a secret of plain words", "event-1", body, now);

    const checking = () => verify("a secret of plain words", (name) => headers[name], body, now);

    expect(checking).not.toThrow();
    expect(() => check(headers)).toThrow(refused("The signature does not match."));
  });

  it("can be one of several, so that a secret can be changed without a pause", () => {
    const headers = sign(secret, "event-1", body, now);
    const older = sign("whsec_b2xkIHNlY3JldCBvbGQgc2VjcmV0", "event-1", body, now);

    const both = `${older["webhook-signature"]} v1a,unknown ${headers["webhook-signature"]}`;

    expect(() => check({ ...headers, "webhook-signature": both })).not.toThrow();
  });

  it("also signs an id that HTTP cannot carry as it is", () => {
    const headers = sign(secret, "日本 1", body, now);

    expect(headers["webhook-id"]).toBe("%E6%97%A5%E6%9C%AC%201");
    expect(() => check(headers)).not.toThrow();
  });
});

describe("A request is refused", () => {
  const headers = sign(secret, "event-1", body, now);

  it("when its body was altered", () => {
    expect(() => check(headers, body.replace("1", "2"))).toThrow(
      refused("The signature does not match."),
    );
  });

  it("when its id was altered", () => {
    const altered = { ...headers, "webhook-id": "event-2" };

    expect(() => check(altered)).toThrow(refused("The signature does not match."));
  });

  it("when its time was altered, to make an old one look new", () => {
    const altered = { ...headers, "webhook-timestamp": String(now.getTime() / 1000 + 60) };

    expect(() => check(altered)).toThrow(refused("The signature does not match."));
  });

  it.each([-6, 6])("when it was signed %i minutes from now", (minutes) => {
    expect(() => check(headers, body, minutesLater(minutes))).toThrow(
      refused("This request was signed at another time."),
    );
  });

  it.each([-4, 4])("but not when clocks differ by %i minutes", (minutes) => {
    expect(() => check(headers, body, minutesLater(minutes))).not.toThrow();
  });

  it("when its time is no time", () => {
    expect(() => check({ ...headers, "webhook-timestamp": "now" })).toThrow(
      refused("This request was signed at another time."),
    );
  });

  it.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
    "when %s is missing",
    (name) => {
      expect(() => check({ ...headers, [name]: "" })).toThrow(
        refused("This request is not signed."),
      );
    },
  );
});
