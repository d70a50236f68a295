// The gateway gives away the files of the page and no others, and the page only where a page was meant.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { expectCivil } from "./civil.ts";
import { request } from "./raw-http.ts";
import { startWholeBlog } from "./whole-blog.ts";

describe("The page's folder", () => {
  let port: number;
  beforeAll(async () => {
    const blog = await startWholeBlog();
    port = blog.gateway.port;
    writeFileSync(join(blog.page, "index.html"), "<title>The page</title>");
    writeFileSync(join(blog.page, ".secret"), "a secret file");
    mkdirSync(join(blog.page, "assets"));
    writeFileSync(join(blog.page, "assets", "app.js"), "the script");
  });

  it.each([
    "/../package.json",
    "/assets/../../../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%5c..%5cpackage.json",
    "/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "//etc/passwd",
    "/.secret",
    "/assets/app.js%00.html",
    "/%c0%ae%c0%ae/etc/passwd",
    "/file:///etc/passwd",
  ])("is all there is: %s", async (path) => {
    const answer = await request(port, { path, headers: [["accept", "text/html"]] });

    expect(answer.text).not.toMatch(/root:|"name"|a secret file|the script/);
    expectCivil(answer);
  });

  it.each(["bytes=99999999-", "bytes=-0", "lines=1-2", "bytes=5-1"])(
    "has no odd ranges: %s",
    async (range) => {
      const answer = await request(port, {
        path: "/",
        headers: [
          ["accept", "text/html"],
          ["range", range],
        ],
      });

      expect([200, 416]).toContain(answer.status);
      expectCivil(answer);
    },
  );

  it.each([
    ["GET", "/posts/1/comments/2"],
    ["GET", "/posts/create/more/of/it"],
    ["GET", "/status/more"],
    ["GET", "/events"],
    ["GET", "/subscriptions"],
    ["GET", "/assets/missing.js"],
    ["DELETE", "/posts/1"],
    ["PUT", "/posts"],
    ["POST", "/"],
    ["POST", "/events"],
  ])("is not shown where a service was meant: %s %s", async (method, path) => {
    const answer = await request(port, { method, path, headers: [["accept", "text/html,*/*"]] });

    expect(answer.status).toBe(404);
    expectCivil(answer);
  });
});
