// What goes out compressed, and by whom: the page's files by the build, answers of services by gzip and only so many at a time.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { get } from "node:http";
import express from "express";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { compressFolder } from "../../precompress.ts";
import { compressAnswers } from "../../gateway/compressed-answers.ts";
import { startGateway, startServer } from "./start-server.ts";

const SCRIPT = 'console.log("the same again");\n'.repeat(500);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "main-abc123.js"), SCRIPT);
  writeFileSync(join(folder, "index.html"), `<p>The page</p>${" ".repeat(2000)}`);
  compressFolder(folder);
});

function ask(url: string, acceptEncoding?: string): Promise<IncomingMessage> {
  const headers = acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding };
  return new Promise((resolve, reject) => get(url, { headers }, resolve).on("error", reject));
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const bytes = await buffer(answer);
  const coding = answer.headers["content-encoding"];
  if (coding === "br") return brotliDecompressSync(bytes).toString();
  return (coding === "gzip" ? gunzipSync(bytes) : bytes).toString();
}

describe("A file of the page", () => {
  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["br;q=0.1, gzip", "br"],
    ["identity", undefined],
    ["*;q=0", undefined],
    [undefined, undefined],
  ])("goes out to a browser that takes %s as %s", async (accepted, coding) => {
    const gateway = await startGateway("http://127.0.0.1:9", {}, folder);

    const answer = await ask(`${gateway.url}/assets/main-abc123.js?v=1`, accepted);

    expect(answer.headers).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: expect.stringMatching(/accept-encoding/i),
    });
    expect(answer.headers["content-encoding"]).toBe(coding);
    expect(await textOf(answer)).toBe(SCRIPT);
  });

  it("goes out as it is where the build has left no other form", async () => {
    rmSync(join(folder, "assets", "main-abc123.js.br"));
    const gateway = await startGateway("http://127.0.0.1:9", {}, folder);

    const answer = await ask(`${gateway.url}/assets/main-abc123.js`, "br");

    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(await textOf(answer)).toBe(SCRIPT);
  });

  it("may be the page itself, at every address", async () => {
    const gateway = await startGateway("http://127.0.0.1:9", {}, folder);

    const answer = await ask(`${gateway.url}/post/42`, "gzip, br");

    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(await textOf(answer)).toBe(readFileSync(join(folder, "index.html"), "utf8"));
  });
});

describe("The answer of a service", () => {
  it.each([
    ["gzip, deflate, br, zstd", "gzip"],
    ["br", undefined],
    [undefined, undefined],
  ])("is compressed for %s by %s", async (accepted, coding) => {
    const service = await startServer((_req, res) => {
      res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(SCRIPT));
    });
    const gateway = await startGateway(service.url);

    const answer = await ask(`${gateway.url}/posts`, accepted);

    expect(answer.headers["content-encoding"]).toBe(coding);
    expect(JSON.parse(await textOf(answer))).toBe(SCRIPT);
  });

  it("that is compressed already passes through as it is", async () => {
    const service = await startServer((req, res) => {
      const coding = String(req.headers["accept-encoding"]);
      res.writeHead(200, { "content-type": "application/json", "content-encoding": coding });
      res.end("the bytes of the service");
    });
    const gateway = await startGateway(service.url);

    const answer = await ask(`${gateway.url}/posts`, "gzip, br");

    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(String(await buffer(answer))).toBe("the bytes of the service");
  });

  it("goes out as it is while enough others are being compressed", async () => {
    const open: ServerResponse[] = [];
    const app = express().use(compressAnswers(2));
    app.get("/", (_req, res) => {
      res.type("json").write(SCRIPT);
      open.push(res);
    });
    const { url } = await startServer(app);

    const codings = [];
    for (const _ of [1, 2, 3])
      codings.push((await ask(url, "gzip")).headers["content-encoding"] ?? "none");
    open[0]?.end();
    await expect
      .poll(async () => (await ask(url, "gzip")).headers["content-encoding"])
      .toBe("gzip");

    expect(codings).toEqual(["gzip", "gzip", "none"]);
  });
});
