// Replacing the secret while everything runs: in whatever order the services restart, none of them answers 401.

import { sign, verify } from "@blog/common/wire/signature";
import { signDelivery, verifyDelivery } from "@blog/common/wire/signed-delivery";
import { signPublish, verifyPublish } from "@blog/common/wire/signed-publish";
import { describe, expect, it } from "vitest";

const OLD = "the secret until today";
const NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BOTH = `${NEW},${OLD}`;
const headers = { "content-type": "application/json", "ce-id": "1", "ce-source": "posts" };
const body = '{"type":"T","data":{}}';
const bytes = Buffer.from(body);

/** A request signed with one value of EVENT_BUS_SECRET, checked with another, in each of the ways there are. */
function exchanges(signer: string, checker: string): (() => unknown)[] {
  const given = { id: "1", headers, body };
  const reader = (signed: Record<string, string>) => (name: string) =>
    ({ ...headers, ...signed })[name];
  return [
    () => verify(checker, reader(sign(signer, "1", body)), bytes),
    () => verifyDelivery(checker, reader(signDelivery(signer, given)), bytes),
    () => verifyPublish(checker, reader(signPublish(signer, given)), bytes),
  ];
}

describe("While a secret is replaced", () => {
  it.each([
    [OLD, BOTH],
    [BOTH, OLD],
    [BOTH, BOTH],
    [BOTH, `${OLD}, ${NEW}`],
    [BOTH, NEW],
    [NEW, BOTH],
  ])("what is signed with %s is taken with %s", (signer, checker) => {
    for (const exchange of exchanges(signer, checker)) expect(exchange).not.toThrow();
  });

  it.each([
    [OLD, NEW],
    [NEW, OLD],
    ["a third one that is unknown", BOTH],
    ["", BOTH],
    [`${NEW},another text of length`.split(",")[1]!, BOTH],
  ])("what is signed with %s is not taken with %s", (signer, checker) => {
    for (const exchange of exchanges(signer, checker)) expect(exchange).toThrow(/signature/);
  });
});
