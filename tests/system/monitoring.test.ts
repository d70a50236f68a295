// The dashboard and the alerts ask for figures that exist: every name and every label in them is one that a running blog
// shows at /metrics. And the alerts ring when they should, where promtool can show it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../kit/json-http.ts";
import { sharedBlog } from "../kit/shared-blog.ts";
import { requires } from "../requires.ts";
import { expectFigures, type Figures, figuresAt, readMonitoring } from "./monitored.ts";
import { metricsIn } from "./promql.ts";

const run = promisify(execFile);
const { alerts, ringing, queries } = readMonitoring("infra/monitoring", "blog");

let shown: Figures;
beforeAll(async () => {
  const blog = await sharedBlog();
  const { body } = await post(`${blog.urls.client}/posts`, { title: "Measured" });
  await vi.waitFor(async () => {
    const { status } = await get(`${blog.urls.query}/posts/${body.id}`);
    expect(status).toBe(200);
  }, 20_000);

  shown = await figuresAt(Object.values(blog.urls));
});

describe("Every figure that is asked for exists:", () => {
  it.each(queries)("$title", (query) => expectFigures(query, shown));

  it("and they are many", () => {
    const names = new Set(queries.flatMap(({ query }) => metricsIn(query).map(({ name }) => name)));

    expect(names.size).toBeGreaterThan(12);
  });
});

describe("Every alert", () => {
  it("has an accident that sets it off", () => {
    expect([...ringing].toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  it("describes what to do about it", () => {
    for (const { alert, annotations } of alerts)
      expect(annotations.description, alert).toMatch(/\.$/);
  });
});

requires("promtool")("Prometheus", (promtool) => {
  const check = (...args: string[]) => run(promtool, args, { cwd: "infra/monitoring" });

  it("understands its configuration and the alerts", async () => {
    const { stdout } = await check("check", "config", "prometheus.yml");

    expect(stdout).toContain(`${alerts.length} rules found`);
  });

  it("sounds each alert when its accident happens, and none on a quiet day", async () => {
    await expect(check("test", "rules", "alerts.test.yml")).resolves.toBeDefined();
  });
});
