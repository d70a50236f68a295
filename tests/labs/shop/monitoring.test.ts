// The alerts of the shop ring when they should, where promtool can show it. That every figure they ask for exists is a part of
// running.test.ts, which has a running shop.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { requires } from "../../requires.ts";
import { readMonitoring } from "../../system/monitored.ts";

const FOLDER = "labs/shop/infra/monitoring";
const run = promisify(execFile);
const { alerts, ringing } = readMonitoring(FOLDER, "shop");

describe("Every alert of the shop", () => {
  it("has an accident that sets it off", () => {
    expect([...ringing].toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  it("describes what to do about it", () => {
    for (const { alert, annotations } of alerts)
      expect(annotations.description, alert).toMatch(/\.$/);
  });
});

requires("promtool")("Prometheus", (promtool) => {
  const check = (...args: string[]) => run(promtool, args, { cwd: FOLDER });

  it("understands its configuration and the alerts of the shop", async () => {
    const { stdout } = await check("check", "config", "prometheus.yml");

    expect(stdout).toContain(`${alerts.length} rules found`);
  });

  it("sounds each of them when its accident happens, and none on a quiet day", async () => {
    await expect(check("test", "rules", "alerts.test.yml")).resolves.toBeDefined();
  });
});
