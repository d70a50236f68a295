// The library as its reader runs it, with `npm run lab:library`, on free ports: the commands of labs/library/README.md, and then
// its Postman collection, in order.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createDescription } from "../../docs/described-answers.ts";
import { readBlocks } from "../../docs/markdown.ts";
import { readCollection, runTests, send } from "../../docs/postman.ts";
import { openApi } from "../../../labs/library/catalogue/api-docs.ts";
import { type LocalLibrary, startLocalLibrary } from "./local-library.ts";

const PAGE = "labs/library/README.md";
const VARIES = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const COLLECTION = "labs/library/docs/library.postman_collection.json";
const run = promisify(execFile);

const blocks = readBlocks(PAGE);
const commands = blocks.flatMap((block, index) => {
  const { language, text } = blocks[index + 1] ?? {};
  const answer = language === "json" || language === "text" ? { language, text } : undefined;
  return block.language === "sh" ? [[block.text, answer] as const] : [];
});

let library: LocalLibrary;
beforeAll(async () => {
  library = await startLocalLibrary();
});
afterAll(() => library.stop());

describe.runIf(process.platform !== "win32")(`The commands in ${PAGE}`, () => {
  let authorId = "";

  it.each(commands)("%s", async (command, answer) => {
    // That one was typed already.
    if (command === "npm run lab:library") return;
    const lines = command
      .replaceAll("AUTHOR_ID", authorId)
      .replaceAll("AUTHOR_PROCESS", String(library.processOf("author-service")));

    // What is read may need a moment to arrive. What is written, is written once.
    const isRead = lines.startsWith("curl ");
    if (isRead) await vi.waitFor(typeAndCompare, { timeout: 10_000, interval: 200 });
    else await typeAndCompare();

    async function typeAndCompare(): Promise<void> {
      const { stdout, stderr, code } = await type(library.inPorts(lines));
      authorId ||= /"id": "([^"]+)"/.exec(stdout)?.[1] ?? "";
      if (answer?.language === "json")
        expect(JSON.parse(stdout.replaceAll(VARIES, "…"))).toEqual(JSON.parse(answer.text ?? ""));
      else if (answer) expect(stderr.replaceAll(VARIES, "…").trim()).toBe(answer.text);
      else expect([code, stderr]).toEqual([0, ""]);
    }
  });

  async function type(lines: string) {
    const env = { ...process.env, ...library.env };
    try {
      const { stdout, stderr } = await run("sh", ["-c", lines.replaceAll("curl", "curl -sS")], {
        env,
      });
      return { stdout, stderr, code: 0 };
    } catch (error) {
      // What a command that has failed rejects with.
      return error as { stdout: string; stderr: string; code: number };
    }
  }
});

describe("When author-service is killed", () => {
  it("events answer all the while, and rpc again once it is back", async () => {
    const statusOf = async (by: string) => {
      const url = library.inPorts(`http://localhost:30102/books?by=${by}`);
      return (await fetch(url)).status;
    };

    process.kill(library.processOf("author-service"), "SIGKILL");

    const seen = { rpc: new Set<number>(), events: new Set<number>() };
    await vi.waitFor(
      async () => {
        seen.events.add(await statusOf("events"));
        const status = await statusOf("rpc");
        seen.rpc.add(status);
        expect([status, seen.rpc.size > 1]).toEqual([200, true]);
      },
      { timeout: 30_000, interval: 20 },
    );
    expect(seen.events).toEqual(new Set([200]));
    expect([...seen.rpc].filter((status) => ![200, 503, 504].includes(status))).toEqual([]);
  });
});

describe("When author-service is slow", () => {
  it("rpc is as slow, and events are not", async () => {
    const url = library.inPorts("http://localhost:30100/lab/faults");
    const setDelay = (delayMs: number) =>
      fetch(url, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ delayMs }),
      });
    const timeOf = async (by: string) => {
      const before = performance.now();
      const answer = await fetch(library.inPorts(`http://localhost:30102/books?by=${by}`));
      expect(answer.status).toBe(200);
      await answer.text();
      return performance.now() - before;
    };

    expect((await setDelay(300)).status).toBe(200);
    const [asked, known] = [await timeOf("rpc"), await timeOf("events")];
    expect((await setDelay(0)).status).toBe(200);

    expect(asked).toBeGreaterThanOrEqual(299);
    expect(known).toBeLessThan(asked);
  });
});

describe("The Postman collection", () => {
  const { calls, variables } = readCollection(COLLECTION);
  // As it is written in api-docs.ts; openapi.test.ts validates it.
  const description = createDescription(openApi as never);
  const called = new Set<string | undefined>();

  it("calls the catalogue at its usual port", () => {
    expect(variables.get("catalogue")).toBe("http://localhost:30102");
  });

  it.each(calls.map((call) => [`${call.folder}: ${call.name}`, call] as const))(
    "%s",
    async (_name, call) => {
      variables.set("catalogue", library.inPorts("http://localhost:30102"));
      // What is read may need a moment to arrive.
      const isRead = call.request.method === "GET";
      const answer = isRead ? await vi.waitFor(attempt, { timeout: 10_000 }) : await attempt();

      async function attempt() {
        const answered = await send(call, variables);
        expect(runTests(call, answered, variables)).not.toEqual([]);
        return answered;
      }

      const operation = description.check({
        method: call.request.method.toLowerCase(),
        path: /^\{\{catalogue\}\}([^?]*)/.exec(call.request.url.raw)?.[1] ?? "",
        status: answer.status,
        contentType: answer.headers.get("content-type"),
        text: answer.text,
      });
      called.add(operation);
    },
  );

  it("has every operation of the catalogue that is described at /api-docs", () => {
    const ours = description.operations.filter((each) => /book|author/i.test(each));

    expect([...called].toSorted()).toEqual(ours.toSorted());
  });
});
