// What the bus page hands out works as it is: the twenty lines of a service of one's own, and the commands for a terminal.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { curlToPublish, curlToRead } from "../../client/src/bus-view/panels/inspector/curl.ts";
import { findFreePorts } from "../../infra/local/ports.ts";
import { root } from "../../infra/local/services.ts";
import { post } from "../kit/json-http.ts";
import { type Blog, startBlog } from "../kit/blog.ts";

const run = promisify(execFile);
const lab = { LAB: "1" };

let blog: Blog;

beforeAll(async () => {
  blog = await startBlog({
    only: ["event-bus", "client"],
    envOf: { "event-bus": { ...lab, SUBSCRIBERS: "none" }, client: lab },
  });
});

/** Resolves to where it is in the log. */
async function publish(title: string): Promise<number> {
  const event = { type: "PostCreated", data: { id: title, title } };
  const { status, headers } = await post(`${blog.urls["event-bus"]}/events`, event);
  expect(status).toBe(200);
  return Number(headers.get("event-bus-position"));
}

describe("A service of one's own", () => {
  let child: ChildProcess | undefined;
  afterAll(() => child?.kill());

  it("receives the log from the beginning, and goes on", async () => {
    await publish("Tea");
    await publish("Coffee");
    const [port] = await findFreePorts(1);
    let printed = "";
    child = spawn(process.execPath, [join(root, "client/public/my-subscriber.mjs")], {
      env: { ...process.env, PORT: String(port) },
    });
    child.stdout?.on("data", (text) => (printed += text));
    await vi.waitFor(() =>
      expect(printed).toContain(`Receiving at http://localhost:${port}/events`),
    );

    const mine = { name: "mine", url: `http://localhost:${port}`, start: "beginning" };
    const { status } = await post(`${blog.urls.client}/lab/subscribers`, mine);
    expect(status).toBe(201);
    await publish("Cake");

    await vi.waitFor(async () => {
      const answer = await fetch(`${blog.urls.client}/lab/subscriptions`);
      const { subscriptions } = (await answer.json()) as {
        subscriptions: { name: string; cursor: number }[];
      };
      expect(subscriptions).toMatchObject([{ name: "mine", cursor: 3 }]);
    });
    expect(printed).toMatch(/#1 PostCreated .*Tea/);
    expect(printed).toMatch(/#3 PostCreated .*Cake.*PostCreated: 3/s);
  });
});

describe("The commands of the inspector", () => {
  it("read an event, and publish it again as a new one, whatever is in it", async () => {
    const title = `It's "50 %" $HOME \\ off`;
    const position = await publish(title);
    const origin = blog.urls.client;
    const read = async (at: number) => {
      const { stdout } = await run("bash", ["-c", curlToRead(origin, { position: at })]);
      return JSON.parse(stdout) as RecordedEvent;
    };

    const event = await read(position);
    await run("bash", ["-c", curlToPublish(origin, event)]);
    const again = await read(position + 1);

    expect(again).toMatchObject({ type: "PostCreated", data: { id: title, title } });
    expect(again.id).not.toBe(event.id);
  });
});
