// The dashboard and the alerts ask for figures that exist: every name and every label in them is one that a running blog
// shows at /metrics. And the alerts ring when they should, where promtool can show it.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { get, post } from "../kit/json-http.ts";
import { sharedBlog } from "../kit/shared-blog.ts";
import { requires } from "../requires.ts";
import { groupingsIn, labelsIn, metricsIn } from "./promql.ts";

const run = promisify(execFile);

interface Alerts {
  groups: {
    rules: { alert: string; expr: string; annotations: { summary: string; description: string } }[];
  }[];
}
interface AlertTests {
  tests: { alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[] }[];
}
interface Dashboard {
  panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[];
}

const { groups } = parse(readFileSync("infra/monitoring/alerts.yml", "utf8")) as Alerts;
const alerts = groups.flatMap(({ rules }) => rules);
const { panels } = JSON.parse(
  readFileSync("infra/monitoring/grafana/blog.json", "utf8"),
) as Dashboard;

const queries = [
  ...alerts.map(({ alert, expr, annotations }) => ({
    title: `alert ${alert}`,
    query: expr,
    text: Object.values(annotations).join(" "),
  })),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      title: `panel ${title}`,
      query: expr,
      text: legendFormat,
    })),
  ),
];

/** By metric, its labels. Prometheus itself records whether each target is up, and adds three labels. */
const shown = new Map<string, Set<string>>([["up", new Set()]]);
const OF_PROMETHEUS = ["job", "service", "instance"];

beforeAll(async () => {
  const blog = await sharedBlog();
  const { body } = await post(`${blog.urls.client}/posts`, { title: "Measured" });
  await vi.waitFor(async () => {
    const { status } = await get(`${blog.urls.query}/posts/${body.id}`);
    expect(status).toBe(200);
  }, 20_000);

  for (const url of Object.values(blog.urls)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, name = "", labels = ""] of text.matchAll(/^([a-z_\d]+)(?:\{(.*)\})? \S+$/gm)) {
      const known = shown.get(name) ?? new Set();
      for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
      shown.set(name, known);
    }
  }
});

describe("Every figure that is asked for exists:", () => {
  it.each(queries)("$title", ({ query, text }) => {
    const metrics = metricsIn(query);
    const known = new Set(OF_PROMETHEUS);
    for (const { name, labels } of metrics) {
      expect([...shown.keys()]).toContain(name);
      for (const label of shown.get(name) ?? []) known.add(label);
      const allowed = [...shown.get(name)!, ...OF_PROMETHEUS];
      expect(
        labels.filter((label) => !allowed.includes(label)),
        name,
      ).toEqual([]);
    }

    const grouped = [...groupingsIn(query), ...labelsIn(text)];
    expect(grouped.filter((label) => !known.has(label))).toEqual([]);
  });

  it("and they are many", () => {
    const names = new Set(queries.flatMap(({ query }) => metricsIn(query).map(({ name }) => name)));

    expect(names.size).toBeGreaterThan(12);
  });
});

describe("Every alert", () => {
  it("has an accident that sets it off", () => {
    const { tests } = parse(readFileSync("infra/monitoring/alerts.test.yml", "utf8")) as AlertTests;
    const ringing = tests
      .flatMap(({ alert_rule_test: rules }) => rules)
      .filter(({ exp_alerts: expected = [] }) => expected.length > 0);

    const names = new Set(ringing.map(({ alertname }) => alertname));
    expect([...names].toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
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
