// After a restore, author-service receives its own events again: the last version wins, in whichever order they come.

import { codeOf } from "@labs/common/grpc/status";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startAuthors } from "./author-scene.ts";

const author = (version: number) => ({
  id: "a",
  name: `Ada ${version}`,
  email: `ada${version}@example.com`,
  createdAt: "2026-01-01T00:00:00.000Z",
  version,
});
const events = [
  { id: "1", type: "AuthorCreated", data: author(1) },
  { id: "2", type: "AuthorUpdated", data: author(2) },
  { id: "3", type: "AuthorUpdated", data: author(3) },
];

describe("The author's own events", () => {
  it("lead to the same author in any order, and versions go on from there", async () => {
    const orders = fc.shuffledSubarray(events, { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { client, receive, published } = await startAuthors();
        for (const event of order) await receive(event);

        await client.UpdateAuthor({ id: "a", name: "Ada" });

        expect(await client.GetAuthor({ id: "a" })).toMatchObject({ email: author(3).email });
        expect(await published()).toMatchObject([{ type: "AuthorUpdated", data: { version: 4 } }]);
      }),
      { numRuns: 6 },
    );
  });

  it("do not bring a deleted author back", async () => {
    const { client, receive } = await startAuthors();

    await receive({ id: "4", type: "AuthorDeleted", data: { id: "a", version: 4 } });
    for (const event of events) await receive(event);

    expect(await client.GetAuthor({ id: "a" }).catch(codeOf)).toBe("NOT_FOUND");
    // Its email is free, too.
    await client.CreateAuthor({ name: "Bob", email: author(3).email });
  });
});
