// The contracts of the blog's events. What is published once is understood by every later version: each version of each
// contract has an example in examples/, which is never changed. A new version is a new file.

import { readdirSync, readFileSync } from "node:fs";
import { checkContract } from "@blog/common/messaging/check-contract";
import { isContracted } from "@blog/common/messaging/contracts";
import { handle } from "@blog/common/messaging/handlers";
import { contracts } from "@blog/common/events";
import { describe, expect, it } from "vitest";

interface Example {
  type: string;
  data: Record<string, unknown>;
}

const folder = new URL("examples/", import.meta.url);
const examples = readdirSync(folder).map((file): [string, Example] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), "utf8")),
]);

const mustBeContracted = (type: string) => {
  if (!isContracted(contracts, type)) throw new Error(`There is no contract for ${type}.`);
  return type;
};

describe("An event that was published once", () => {
  it.each(examples)("is still understood: %s", (_file, { type, data }) => {
    const understood = checkContract(contracts, mustBeContracted(type), data);

    expect(understood).toMatchObject(data);
  });

  it("is understood from every contract", () => {
    const types = new Set(examples.map(([, { type }]) => type));

    expect([...types].toSorted()).toEqual(Object.keys(contracts).toSorted());
  });

  it("keeps fields that are not known here yet", () => {
    const data = { id: "1", title: "A", mood: { now: "sunny" } };

    expect(checkContract(contracts, "PostCreated", data)).toEqual(data);
  });

  it("is pending when it comes from a comments service that knows no status", () => {
    const data = { id: "1", postId: "p", content: "hello" };

    expect(checkContract(contracts, "CommentCreated", data)).toEqual({
      ...data,
      status: "pending",
    });
  });

  it("may carry any decision of a moderation service", () => {
    const data = { id: "1", postId: "p", content: "hello", status: "needs a second look" };

    expect(checkContract(contracts, "CommentModerated", data)).toEqual(data);
  });
});

describe("An event that breaks its contract", () => {
  it.each([
    ["PostCreated", { id: "1" }, "#/title"],
    ["PostCreated", { id: "1", title: 7 }, "#/title"],
    ["PostCreated", { id: "", title: "A" }, "#/id"],
    ["CommentCreated", { id: "1", postId: "p", content: null }, "#/content"],
    ["CommentModerated", { id: "1", postId: "p", content: "a" }, "#/status"],
    ["CommentUpdated", { id: "1", content: "a", status: "approved" }, "#/postId"],
  ])("is refused permanently, by the name of the field: %s %j", (type, data, pointer) => {
    expect(() => checkContract(contracts, mustBeContracted(type), data)).toThrow(
      expect.objectContaining({ status: 422, errors: [expect.objectContaining({ pointer })] }),
    );
  });
});

describe("An event without a handler here", () => {
  const handlers = { PostCreated: () => "handled" };

  it.each(["CommentCreated", "PostLiked", "constructor", "__proto__", "toString"])(
    "is ignored, whatever is in it: %s",
    async (type) => {
      expect(await handle(contracts, handlers, { type, data: {} }, undefined)).toBeUndefined();
    },
  );

  it("is none of those that have a handler", async () => {
    const event = { type: "PostCreated", data: { id: "1", title: "A" } };

    expect(await handle(contracts, handlers, event, undefined)).toBe("handled");
  });
});
