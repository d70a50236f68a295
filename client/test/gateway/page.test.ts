// The page and its files: what is kept by the browser and for how long, and what it may do.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import request from "supertest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./start-server.ts";

const PAGE =
  '<html lang="en"><meta name="description" content="What it is" /><title>The page</title>';
const kiosk = { name: "kiosk", title: "Kiosk", description: "It sells newspapers" };
let folder: string;
const open = async () => request((await startGateway("http://127.0.0.1:9", {}, folder)).url);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "page-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), PAGE);
  await writeFile(join(folder, "assets", "main-abc123.js"), "run()");
  await writeFile(join(folder, "favicon.svg"), "<svg />");
});
afterEach(() => rm(folder, { recursive: true }));

describe("The page", () => {
  it.each(["/", "/post/42", "/services"])("is at %s, and is asked for each time", async (path) => {
    const answer = await (await open()).get(path).set("accept", "text/html");

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<html data-system="blog" lang="en">');
    expect(answer.headers["cache-control"]).toBe("no-cache");
  });

  it("names the system that it belongs to, also for those that run no script", async () => {
    const { url } = await startGateway("http://127.0.0.1:9", { system: kiosk }, folder);

    const answer = await request(url).get("/bus").set("accept", "text/html");

    expect(answer.text).toBe(
      '<html data-system="kiosk" lang="en"><meta name="description" content="It sells newspapers" /><title>Kiosk</title>',
    );
  });

  it.each(["name", "title", "description"])(
    "belongs to no system whose %s would be markup",
    async (part) => {
      const system = { ...kiosk, [part]: 'kiosk"><script>' };

      const started = startGateway("http://127.0.0.1:9", { system }, folder);

      await expect(started).rejects.toThrow("cannot stand in HTML");
    },
  );

  it("may load and run what comes from here, and nothing else", async () => {
    const answer = await (await open()).get("/");

    const policy = answer.headers["content-security-policy"];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(policy).not.toContain("upgrade-insecure-requests");
  });

  it("has files that are kept for a year if their name changes with them", async () => {
    const hashed = await (await open()).get("/assets/main-abc123.js");
    const plain = await (await open()).get("/favicon.svg");

    expect(hashed.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.headers["cache-control"]).toBe("no-cache");
  });

  it("is not the answer to a file that is missing", async () => {
    const answer = await (await open()).get("/assets/gone.js").set("accept", "*/*");

    expect(answer.status).toBe(404);
    expect(answer.type).toBe("application/problem+json");
  });

  it("answers with what to do when it is not built yet", async () => {
    await rm(join(folder, "index.html"));

    const answer = await (await open()).get("/").set("accept", "text/html");

    expect(answer.status).toBe(503);
    expect(answer.body.detail).toContain("npm run build");
  });
});
