// The library for a measurement: real processes on free ports, with so many authors and a book of each; and what can happen to
// author-service.

import { newId } from "@blog/common/base/ids";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { startServices } from "../../../bench/our-services.ts";
import type { OnStop } from "../../../bench/workload.ts";
import { Pool } from "undici";
import { system } from "../system.ts";

export const AUTHORS = 20;
/** Most writes wait for nothing; the first one after an absence waits for the connection. */
const WRITE_WITHIN_MS = 10_000;

export interface RunningLibrary {
  /** The URL of the catalogue. */
  url: string;
  /** Resolves with the new name as soon as UpdateAuthor is answered. The first book is of this author. */
  rename(): Promise<string>;
  /** From now on each call of author-service waits so long before it is handled. */
  delayAuthors(delayMs: number): Promise<void>;
  /** Kills author-service. */
  loseAuthors(): Promise<void>;
  /** Resolves once author-service is ready again. */
  restoreAuthors(): Promise<void>;
}

export async function startLibrary(folder: string, onStop: OnStop): Promise<RunningLibrary> {
  const [authorPort, bookPort] = await findFreePorts(2);
  const services = await startServices({
    ...{ system, dataFolder: folder, onStop },
    env: {
      AUTHOR_GRPC: `localhost:${authorPort}`,
      BOOK_GRPC: `localhost:${bookPort}`,
      // Author-service can be made slow.
      LAB: "1",
    },
  });
  const url = services.url("catalogue");
  const catalogue = new Pool(url, { connections: 1 });
  onStop(() => catalogue.close());
  let names = 0;

  async function write(method: "POST" | "PATCH", path: string, content: object) {
    const deadline = performance.now() + WRITE_WITHIN_MS;
    // One that had no answer in time may have been done: the same key makes its repetition the same write.
    const headers = { "content-type": "application/json", "idempotency-key": newId() };
    for (;;) {
      const { statusCode, body } = await catalogue.request({
        ...{ method, path, headers, body: JSON.stringify(content) },
      });
      const answer = (await body.json()) as { id: string };
      if (statusCode < 300) return answer;
      if (statusCode < 500 || performance.now() > deadline)
        throw new Error(`${method} ${path} was answered with ${statusCode}`);
    }
  }

  async function createBook(number: number): Promise<string> {
    const author = { name: `Author ${number}`, email: `author-${number}@example.com` };
    const { id } = await write("POST", "/authors", author);
    await write("POST", "/books", { title: "Notes", authorId: id, publishedYear: 1843 });
    return id;
  }

  const first = await createBook(0);
  for (let number = 1; number < AUTHORS; number += 1) await createBook(number);

  return {
    url,

    async rename() {
      names += 1;
      const name = `Name ${names}`;
      await write("PATCH", `/authors/${first}`, { name });
      return name;
    },

    async delayAuthors(delayMs) {
      const answer = await fetch(`${services.url("author-service")}/lab/faults`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ delayMs }),
      });
      if (!answer.ok) throw new Error(`PUT /lab/faults was answered with ${answer.status}`);
    },

    async loseAuthors() {
      services.kill("author-service", "SIGKILL");
      await services.end("author-service");
    },

    restoreAuthors: () => services.start("author-service"),
  };
}
