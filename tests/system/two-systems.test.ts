// A second system, of services and events of its own, is started by the same command beside the blog, and neither knows the other.

import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findFreePorts } from "../../infra/local/ports.ts";
import { planServices } from "../../infra/local/services.ts";
import { portVariable } from "../../infra/systems/variables.ts";
import { get, post } from "../kit/json-http.ts";
import { type LocalBlog, portsInUse, prepareLocalBlog, type Terminal } from "../kit/local-blog.ts";
import { system as lighting } from "./lighting/system.ts";

const LIGHTING = ["--system", "tests/system/lighting/system.ts"];

let blog: LocalBlog;
let dataFolder: string;
let env: Record<string, string>;
let ofBlog: Terminal;
let ofLighting: Terminal;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "lighting-"));
  const ports = await findFreePorts(lighting.services.length);
  env = Object.fromEntries(
    lighting.services.map(({ name }, i) => [portVariable(name), String(ports[i])]),
  );
  blog = await prepareLocalBlog();

  ofBlog = blog.command("start");
  ofLighting = blog.commandWith({ ...env, DATA_FOLDER: dataFolder }, "start", ...LIGHTING);
  await vi.waitFor(() => expect(ofBlog.output()).toContain("The blog is ready"), 60_000);
  await vi.waitFor(() => expect(ofLighting.output()).toContain("The lighting is ready"), 60_000);
});

afterAll(async () => {
  for (const terminal of [ofBlog, ofLighting]) terminal.pressCtrlC();
  await Promise.all([ofBlog.ended, ofLighting.ended]);
  await blog.remove();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

const lightingUrl = (name: string) => urlIn(planServices(lighting, { env, dataFolder }), name);
const blogUrl = (name: string) => urlIn(blog.plans, name);

function urlIn(plans: { name: string; url: string }[], name: string): string {
  return plans.find((plan) => plan.name === name)?.url ?? "";
}

// On Windows, a test cannot send a Ctrl-C.
describe.runIf(process.platform !== "win32")("Two systems on one machine", () => {
  it("each do their work, from the gateway to the view", async () => {
    await post(`${blogUrl("client")}/posts/create`, { title: "A post" });
    await post(`${lightingUrl("client")}/lamps/hall`, { isOn: true });

    await vi.waitFor(async () => {
      const lamps = await get(`${lightingUrl("client")}/lamps`);
      expect(lamps.body).toEqual({ on: ["hall"], bulb: "warm white" });
      const posts = await get(`${blogUrl("client")}/posts`);
      expect(Object.values(posts.body)).toMatchObject([{ title: "A post" }]);
    }, 10_000);
  });

  it("have an event bus each, which delivers to its own subscribers", async () => {
    const [ofOne, ofOther] = [lightingUrl("event-bus"), blogUrl("event-bus")];

    expect((await get(`${ofOne}/events`)).body).toMatchObject([{ type: "LampSwitched" }]);
    expect((await get(`${ofOther}/events`)).body).toMatchObject([{ type: "PostCreated" }]);
    expect((await get(`${ofOne}/subscriptions`)).body.subscriptions).toMatchObject([
      { name: "lights", state: "idle" },
    ]);
  });

  it("show their own services only, and no page below an address of a service", async () => {
    const { body } = await get(`${lightingUrl("client")}/status`);
    const html = { headers: { accept: "text/html" } };
    const nowhere = await fetch(`${lightingUrl("client")}/lamps/hall/bulb`, html);

    expect(body.services).toMatchObject(
      ["client", "switches", "lights", "event-bus"].map((name) => ({ name, state: "ready" })),
    );
    expect(nowhere.status).toBe(404);
  });

  it("have their data apart, and the doctor examines each", async () => {
    const doctor = blog.commandWith({ ...env, DATA_FOLDER: dataFolder }, "doctor", ...LIGHTING);

    expect(await doctor.ended, doctor.output()).toBe(0);
    expect(readdirSync(dataFolder)).toEqual(
      expect.arrayContaining(["event-bus.db", "lights.db", "switches.db"]),
    );
    expect(readdirSync(blog.dataFolder)).not.toContain("lights.db");
  });

  it("stop one by one", async () => {
    ofLighting.pressCtrlC();

    expect(await ofLighting.ended).toBe(0);
    expect((await fetch(`${blogUrl("client")}/readyz`)).ok).toBe(true);
    expect(await portsInUse(blog)).toHaveLength(blog.plans.length);
  });
});
