// A client of the original, which knows nothing but its .proto file, works with this service: each method, with the messages
// that the original's description names.

import { expect, it } from "vitest";
import { connectPlainly } from "../../../common/test/plain-client.ts";
import { startAuthors } from "./author-scene.ts";

it("The original's client creates, reads, updates, lists and deletes an author", async () => {
  const { address } = await startAuthors();
  const call = connectPlainly(
    "labs/library/author-service/test/original/author.proto",
    "author.AuthorService",
    address,
  );

  const author = await call("CreateAuthor", { name: "Ada", email: "ada@example.com" });
  const { id } = author;
  const read = await call("GetAuthor", { id });
  const readByOtherName = await call("GetAuthorById", { id });
  // Its proto3 has no `optional`: grpc-js leaves out what is not named.
  const updated = await call("UpdateAuthor", { id, name: "Ada Lovelace" });
  const list = await call("ListAuthors", { page: 1, limit: 10 });
  const deleted = await call("DeleteAuthor", { id });

  expect(author).toEqual({
    id: expect.stringMatching(/.+/),
    name: "Ada",
    email: "ada@example.com",
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect([read, readByOtherName]).toEqual([author, author]);
  expect(updated).toMatchObject({ success: true, message: expect.any(String) });
  expect(list).toMatchObject({ authors: [{ ...author, name: "Ada Lovelace" }] });
  expect(deleted).toMatchObject({ success: true });
  expect(await call("ListAuthors")).toMatchObject({ authors: [] });
});
