// What a system is monitored with, and whether every figure that is asked for there is one that its services show at /metrics.

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { parse } from "yaml";
import { groupingsIn, labelsIn, metricsIn } from "./promql.ts";

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

export interface Query {
  title: string;
  query: string;
  /** With the labels that it shows. */
  text: string;
}

/** Of a folder with alerts.yml, alerts.test.yml and grafana/<name>.json. */
export function readMonitoring(folder: string, name: string) {
  const read = (file: string) => readFileSync(`${folder}/${file}`, "utf8");
  const { groups } = parse(read("alerts.yml")) as Alerts;
  const alerts = groups.flatMap(({ rules }) => rules);
  const { panels } = JSON.parse(read(`grafana/${name}.json`)) as Dashboard;
  const { tests } = parse(read("alerts.test.yml")) as AlertTests;
  const ringing = tests
    .flatMap(({ alert_rule_test: rules }) => rules)
    .filter(({ exp_alerts: expected = [] }) => expected.length > 0)
    .map(({ alertname }) => alertname);
  const queries: Query[] = [
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
  return { alerts, ringing: new Set(ringing), queries };
}

/** By metric, its labels. */
export type Figures = Map<string, Set<string>>;

// Prometheus itself records whether each target is up, and adds three labels.
const OF_PROMETHEUS = ["job", "service", "instance"];

export async function figuresAt(urls: string[]): Promise<Figures> {
  const shown: Figures = new Map([["up", new Set()]]);
  for (const url of urls) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, name = "", labels = ""] of text.matchAll(/^([a-z_\d]+)(?:\{(.*)\})? \S+$/gm)) {
      const known = shown.get(name) ?? new Set();
      for (const [, label = ""] of labels.matchAll(/(\w+)="/g)) known.add(label);
      shown.set(name, known);
    }
  }
  return shown;
}

export function expectFigures({ query, text }: Query, shown: Figures): void {
  const known = new Set(OF_PROMETHEUS);
  for (const { name, labels } of metricsIn(query)) {
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
}
