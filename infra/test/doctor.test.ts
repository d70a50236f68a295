// The doctor says what is wrong, with a word on what to do; what is fine, or only worth knowing, is told from that.

import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { examineBus } from "../local/doctor-bus.ts";
import { examineFolder, examineNode } from "../local/doctor-machine.ts";
import { examineServices } from "../local/doctor-services.ts";
import { examineSettings } from "../local/doctor-settings.ts";
import type { Finding } from "../local/findings.ts";
import { findFreePorts } from "../local/ports.ts";
import { planServices, portVariable } from "../local/services.ts";

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** Answers each path with its JSON, everything else with 404. */
async function answer(answers: Record<string, unknown>, port = 0): Promise<string> {
  const server = createServer((req, res) => {
    const found = answers[req.url?.split("?")[0] ?? ""];
    res.writeHead(found === undefined ? 404 : 200, { connection: "close" });
    res.end(JSON.stringify(found ?? {}));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, resolve));
  const address = server.address();
  return `http://localhost:${typeof address === "object" ? address?.port : ""}`;
}

async function plansOnFreePorts() {
  const names = planServices({ env: {}, dataFolder: "/data" }).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const env = Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])]));
  return planServices({ env, dataFolder: "/data" });
}

function wrongs(findings: Finding[]): string[] {
  return findings.filter(({ kind }) => kind === "wrong").map(({ text }) => text);
}

describe("The doctor on this machine", () => {
  it("recommends a newer Node where an old one still works", () => {
    expect([examineNode("20.19.0").kind, examineNode("24.1.0").kind]).toEqual(["note", "good"]);
  });

  it("looks where the data will lie, even before it is there", async () => {
    const findings = await examineFolder(join(tmpdir(), "not", "there", "yet"));

    expect(wrongs(findings)).toEqual([]);
  });
});

describe("The doctor on the services", () => {
  it("does not mind that nothing runs", async () => {
    expect(wrongs(await examineServices(await plansOnFreePorts()))).toEqual([]);
  });

  it("tells ready, not ready, missing and foreign ones apart", async () => {
    const plans = await plansOnFreePorts();
    const port = (wanted: string) => plans.find(({ name }) => name === wanted)?.port;
    await answer({ "/readyz": {}, "/healthz": {} }, port("posts"));
    await answer({ "/healthz": {} }, port("query"));
    await answer({}, port("comments"));

    const findings = await examineServices(plans.filter(({ name }) => name !== "client"));

    const words = findings.map(({ kind, text }) => `${kind}: ${text}`).join("\n");
    expect(words).toMatch(/good: posts works/);
    expect(words).toMatch(/wrong: query runs, but cannot do its work yet/);
    expect(words).toMatch(/wrong: moderation does not run, while others do/);
    expect(words).toMatch(
      /wrong: Port \d+ \(comments\) is taken.* does not answer as comments would/,
    );
  });
});

describe("The doctor on the event bus", () => {
  it("finds that nobody answers, or somebody who is no bus", async () => {
    const notBus = await answer({ "/events": { no: "list" } });

    expect(wrongs(await examineBus("http://localhost:1"))[0]).toMatch(/where nobody answers/);
    expect(wrongs(await examineBus(notBus))[0]).toMatch(/is not an event bus/);
  });

  it("finds a subscriber that is not where the bus looks for it, and parked events", async () => {
    const subscription = { state: "idle", lastError: null, parked: 0 };
    const here = await answer({ "/healthz": {} });
    const bus = await answer({
      "/events": [],
      "/subscriptions": {
        log: { length: 3 },
        subscriptions: [
          { ...subscription, name: "posts", url: `${here}/events` },
          { ...subscription, name: "query", url: `${here}/events`, parked: 2 },
          { ...subscription, name: "comments", url: "http://localhost:1/events", state: "down" },
        ],
      },
    });

    expect(wrongs(await examineBus(bus))).toEqual([
      "2 events are parked for query: it refused each of them ten times.",
      "The bus delivers to comments at http://localhost:1/events, where nobody answers.",
    ]);
  });
});

describe("The doctor on the settings", () => {
  it("finds what is no URL, and a port on which nobody listens", async () => {
    const plans = await plansOnFreePorts();
    const env = { QUERY_URL: "query:4002", SUBSCRIBERS: "posts=http://localhost:1" };

    expect(wrongs(await examineSettings(env, plans))).toEqual([
      'QUERY_URL is "query:4002", which is not an http:// URL.',
      "SUBSCRIBERS (posts) names port 1, on which nobody listens.",
    ]);
  });

  it("says nothing about what leads to our own ports or elsewhere", async () => {
    const plans = await plansOnFreePorts();
    const env = { POSTS_URL: plans[0]?.url, QUERY_URL: "http://query-srv:4002" };

    expect(await examineSettings(env, plans)).toEqual([]);
  });
});
