// Author-service is killed again and again while books are created and authors deleted, over HTTP and with processes of their own:
// no book stays without its author, none that was acknowledged is lost, and both ways of the catalogue agree. KILLED_SEED
// repeats the moments of a run.

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createRandom, type Random } from "../../chaos/processes/random.ts";
import { type JsonAnswer, get } from "../../kit/json-http.ts";
import { type LocalLibrary, startLocalLibrary } from "./local-library.ts";

const seed = Number(process.env.KILLED_SEED || Math.floor(Math.random() * 2 ** 32));
const ROUNDS = 20;
const AUTHORS = 3;
/** All that happens in a round begins within so many milliseconds. */
const ROUND_MS = 150;

interface Listed {
  id: string;
  author: { id: string };
}

let library: LocalLibrary;
let catalogue: string;
/** The author of each book whose creation was acknowledged. */
const created = new Map<string, string>();
/** The authors of whom a deletion was asked for, and of those the ones of whom it was acknowledged. */
const mayBeGone = new Set<string>();
const deleted = new Set<string>();

beforeAll(async () => {
  // While author-service is away, each write is repeated many times.
  library = await startLocalLibrary({ WRITES_PER_MINUTE: "1000000" });
  catalogue = library.inPorts("http://localhost:30102");
  for (const { id, author } of await list("rpc")) created.set(id, author.id);
}, 300_000);
afterAll(() => library?.stop());

describe(`When author-service is killed in each of ${ROUNDS} rounds (KILLED_SEED=${seed})`, () => {
  it("no book is without its author, none is lost, and both ways agree", async () => {
    const random = createRandom(seed);
    for (let round = 1; round <= ROUNDS; round += 1) {
      await play(random);
      await vi.waitFor(() => check(round), { timeout: 30_000, interval: 100 });
    }

    // What the event is for has happened: a book was created while its author was being deleted.
    expect([...created.values()].filter((authorId) => deleted.has(authorId))).not.toEqual([]);
  }, 600_000);
});

/** For each new author a deletion, a book at the same moment and another one; and the death of author-service at any moment. */
async function play(random: Random): Promise<void> {
  const authorIds = await Promise.all(Array.from({ length: AUTHORS }, createAuthor));
  const writes = authorIds.flatMap((id) => [
    // Each of the two asks the other service first, and both may be allowed.
    () => Promise.all([createBook(id), deleteAuthor(id)]),
    () => createBook(id),
  ]);
  const scheduled = [...writes, restart].map((act) => ({ act, atMs: random.between(0, ROUND_MS) }));
  const playOne = async ({ act, atMs }: (typeof scheduled)[number]) => {
    await pause(atMs);
    await act();
  };
  await Promise.all(scheduled.map(playOne));
}

async function createAuthor(): Promise<string> {
  const content = { name: "Ada", email: `${randomUUID()}@example.com` };
  const { status, body } = await write("POST", "/authors", content);
  expect(status).toBe(201);
  return body.id;
}

async function createBook(authorId: string): Promise<void> {
  const content = { title: "Notes", authorId, publishedYear: 1843 };
  const { status, body } = await write("POST", "/books", content);
  expect([201, 404]).toContain(status);
  if (status === 201) created.set(body.id, authorId);
}

async function deleteAuthor(id: string): Promise<void> {
  mayBeGone.add(id);
  const { status } = await write("DELETE", `/authors/${id}`);
  expect([200, 409]).toContain(status);
  if (status === 200) deleted.add(id);
}

// By the runner, which after an accident waits longer each time before it starts the service again.
async function restart(): Promise<void> {
  await library.act("kill", "author-service");
  await library.act("start", "author-service");
}

/** Repeats it under one key until the answer is definite. */
function write(method: string, path: string, content?: object): Promise<JsonAnswer> {
  const headers = { "content-type": "application/json", "idempotency-key": randomUUID() };
  const body = content ? JSON.stringify(content) : null;
  return vi.waitFor(
    async () => {
      const answer = await fetch(`${catalogue}${path}`, { method, headers, body });
      const { status } = answer;
      expect(status).toBeLessThan(500);
      return { status, headers: answer.headers, body: await answer.json() };
    },
    { timeout: 60_000, interval: 200 },
  );
}

async function list(by: "rpc" | "events"): Promise<Listed[]> {
  const { status, body } = await get(`${catalogue}/books?by=${by}&limit=1000`);
  expect(status).toBe(200);
  return body.books;
}

async function check(round: number): Promise<void> {
  const { status, body } = await get(`${catalogue}/authors?limit=1000`);
  expect(status).toBe(200);
  const living = new Set(body.authors.map(({ id }: { id: string }) => id));
  const asked = await list("rpc");
  const known = await list("events");

  expect({ round, books: known }).toEqual({ round, books: asked });
  const listed = new Set(asked.map(({ id }) => id));
  const hasReason = (authorId: string) => mayBeGone.has(authorId) && !living.has(authorId);
  expect({
    round,
    withoutAuthor: asked.filter(({ author }) => !living.has(author.id)),
    lost: [...created].filter(([id, authorId]) => !listed.has(id) && !hasReason(authorId)),
    notDeleted: [...deleted].filter((id) => living.has(id)),
  }).toEqual({ round, withoutAuthor: [], lost: [], notDeleted: [] });
}
