// The doctor reports what is wrong, with advice on what to do, apart from what is fine or only worth knowing.

import { execSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { examineBus } from "../local/doctor-bus.ts";
import { examineFolder, examineNode } from "../local/doctor-machine.ts";
import { examineServices } from "../local/doctor-services.ts";
import { examineElsewhere, examineSettings } from "../local/doctor-settings.ts";
import type { Finding } from "../local/findings.ts";
import { openFilesWarning } from "../local/open-files.ts";
import { findFreePorts } from "../local/ports.ts";
import { planServices, serviceAddresses, root } from "../local/services.ts";
import { portVariable } from "../systems/variables.ts";
import { subscriberWarnings } from "../local/warnings.ts";
import { blog } from "../systems/blog.ts";

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
  const names = planServices(blog, { env: {}, dataFolder: "/data" }).map(({ name }) => name);
  const ports = await findFreePorts(names.length);
  const env = Object.fromEntries(names.map((name, i) => [portVariable(name), String(ports[i])]));
  return planServices(blog, { env, dataFolder: "/data" });
}

function wrongs(findings: Finding[]): string[] {
  return findings.filter(({ kind }) => kind === "wrong").map(({ text }) => text);
}

describe("The doctor on this machine", () => {
  it("recommends a newer Node where an old one still works", () => {
    expect([examineNode("20.19.0").kind, examineNode("24.1.0").kind]).toEqual(["note", "good"]);
  });

  it("finds a folder that cannot hold the data, and one that others can read", async () => {
    const shared = mkdtempSync(join(tmpdir(), "blog-shared-"));
    onTestFinished(() => rmSync(shared, { recursive: true }));
    chmodSync(shared, 0o755);

    const [inRoot] = await examineFolder(parse(shared).root);

    expect(inRoot).toMatchObject({ kind: "wrong", text: expect.stringMatching(/root of a disk/) });
    const isRead = (await examineFolder(shared)).some(({ text }) =>
      /Other users.* read/.test(text),
    );
    expect(isRead).toBe(process.platform !== "win32");
  });

  it.runIf(process.platform !== "win32")("finds that a process may hold few files", () => {
    const script =
      "import { openFilesLimit, openFilesWarning } from './open-files.ts'; console.log(openFilesWarning(openFilesLimit()))";
    const typescript = process.features.typescript ? "" : "--import tsx/esm";
    const warning = (limit: number) =>
      execSync(`ulimit -n ${limit}; "$NODE" ${typescript} --input-type=module -e "$SCRIPT"`, {
        cwd: join(root, "infra", "local"),
        env: { ...process.env, NODE: process.execPath, SCRIPT: script },
        encoding: "utf8",
      });

    expect(warning(256)).toMatch(/^A process may hold 256 files and connections.*ulimit -n 4096/);
    expect(openFilesWarning(1024)).toBeUndefined();
  });

  it("looks where the data will lie, even before it is there", async () => {
    const findings = await examineFolder(join(tmpdir(), "not", "there", "yet"));

    expect(wrongs(findings)).toEqual([]);
  });
});

describe("The doctor on the services", () => {
  it("does not mind that nothing runs", async () => {
    expect(wrongs(await examineServices(blog, await plansOnFreePorts()))).toEqual([]);
  });

  it("distinguishes ready, not ready, missing and foreign ones", async () => {
    const plans = await plansOnFreePorts();
    const port = (wanted: string) => plans.find(({ name }) => name === wanted)?.port;
    await answer({ "/readyz": {}, "/healthz": {} }, port("posts"));
    await answer({ "/healthz": {} }, port("query"));
    await answer({}, port("comments"));

    const findings = await examineServices(
      blog,
      plans.filter(({ name }) => name !== "client"),
    );

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
  it("finds that nothing answers, or something that is no bus", async () => {
    const notBus = await answer({ "/events": { no: "list" } });

    expect(wrongs(await examineBus("http://localhost:1"))[0]).toMatch(/where nothing answers/);
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

    const expected = ["posts=http://localhost:4000", "moderation=http://localhost:4003"];
    expect(wrongs(await examineBus(bus, expected))).toEqual([
      "2 events are parked for query: it refused each of them again and again.",
      "The bus delivers to comments at http://localhost:1/events, where nothing answers.",
      "The bus delivers nothing to moderation.",
    ]);
  });
});

describe("The doctor on the settings", () => {
  it("finds what is no URL, and a port on which nothing listens", async () => {
    const plans = await plansOnFreePorts();
    const env = { SUBSCRIBERS: "+query=query:4002,posts=http://localhost:1" };

    expect(wrongs(await examineSettings(env, plans))).toEqual([
      'SUBSCRIBERS (query) is "query:4002", which is not an http:// URL.',
      "SUBSCRIBERS (posts) names port 1, on which nothing listens.",
    ]);
  });

  it("looks at the parts that are elsewhere, and needs no more than an answer of them", async () => {
    const course = await answer({ "/posts": {} });
    const addresses = serviceAddresses(blog, {
      env: { QUERY_URL: course, POSTS_URL: "http://localhost:1/" },
    });

    const findings = await examineElsewhere(addresses);

    expect(findings.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "wrong: POSTS_URL is http://localhost:1, where nothing answers.",
      `good: query is at ${course}, as set in QUERY_URL.`,
    ]);
  });

  it("warns of a list that leaves out one of ours, and of one that no bus reads", () => {
    const warn = (env: Record<string, string>) =>
      subscriberWarnings(blog, serviceAddresses(blog, { env }), env).join();

    expect(warn({ SUBSCRIBERS: "mine=http://localhost:4010" })).toBe(
      "SUBSCRIBERS leaves out posts, comments, query, moderation: events are not delivered there. " +
        "To add to the blog's own: SUBSCRIBERS=+mine=http://localhost:4010",
    );
    expect(warn({ SUBSCRIBERS: "posts=http://a,comments=http://b,query=http://c" })).toMatch(
      /leaves out moderation:/,
    );
    expect(warn({ SUBSCRIBERS: "none" })).toMatch(/leaves out posts, /);
    expect(warn({ SUBSCRIBERS: "+mine=http://localhost:4010" })).toBe("");
    expect(warn({ SUBSCRIBERS: "" })).toBe("");
    expect(
      warn({ SUBSCRIBERS: "+mine=http://x:1", EVENT_BUS_URL: "http://localhost:4105" }),
    ).toMatch(/not read: the bus at http:\/\/localhost:4105/);
  });

  it("reports nothing about what leads to our own ports or elsewhere", async () => {
    const plans = await plansOnFreePorts();
    const env = { SUBSCRIBERS: `posts=${plans[0]?.url},query=http://query-srv:4002` };

    expect(await examineSettings(env, plans)).toEqual([]);
  });
});
