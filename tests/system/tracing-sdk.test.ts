// OpenTelemetry's SDK is for operators who want traces: a service without the variable neither loads nor needs it.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startProcess } from "../../infra/local/child-process.ts";
import { nodeFlags } from "../../infra/local/service-process.ts";
import { linkModules } from "./linked-modules.ts";

const folder = mkdtempSync(join(tmpdir(), "without-sdk-"));
for (const path of ["common/src", "common/package.json", "posts/src", "posts/package.json"])
  cpSync(path, join(folder, path), { recursive: true });
linkModules(folder, /^@opentelemetry\/(?!api$)/);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

it("A service starts without the SDK", async () => {
  const { lines, process } = startPosts({});

  await expect.poll(() => lines.join()).toContain("posts listens on");
  await process.stop();
});

it("A service that has to export spans names what is missing, and is not started again", async () => {
  const { lines, process } = startPosts({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://localhost:4318" });

  expect(await process.ended).toMatchObject({ code: 78 });
  expect(lines).toEqual([
    "OTEL_EXPORTER_OTLP_ENDPOINT: spans cannot be exported without OpenTelemetry's SDK: Cannot find package '@opentelemetry/core'",
  ]);
});

function startPosts(settings: Record<string, string>) {
  const lines: string[] = [];
  const plan = {
    name: "posts",
    folder: join(folder, "posts"),
    arguments: [...nodeFlags(), "src/main.ts"],
    env: {
      ...process.env,
      LOG_LEVEL: "info",
      PORT: "0",
      EVENT_BUS_URL: "http://localhost:1",
      DATABASE_URL: `sqlite:${join(folder, "posts.db")}`,
      ...settings,
    },
  };
  return { lines, process: startProcess(plan, (line) => lines.push(line)) };
}
