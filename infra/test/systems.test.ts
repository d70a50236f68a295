// What starts the blog starts any system that is described: here one with a bus, two services and a gateway of its own.

import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { createRouting } from "../../client/gateway/routes.ts";
import { gatewayParts } from "../../client/gateway/parts.ts";
import { gatewaySettings } from "../../client/gateway/settings.ts";
import { system as lighting } from "../../tests/system/lighting/system.ts";
import { asyncApi } from "../local/asyncapi.ts";
import { readyBanner, startHelp } from "../local/banner.ts";
import { chosenSystem, findSystem } from "../local/chosen-system.ts";
import { ownerOf } from "../local/data-folder.ts";
import { planScaledServices } from "../local/scaled-services.ts";
import { dataFolderFrom, planServices, root, serviceAddresses } from "../local/services.ts";
import { describeMissing, portRemarks } from "../local/warnings.ts";
import { blog } from "../systems/blog.ts";

const FILE = "tests/system/lighting/system.ts";

describe("A system", () => {
  it("is planned with its own ports, subscribers and settings", () => {
    const plans = planServices(lighting, { env: {}, dataFolder: "/data" });

    expect(plans.map(({ name, port }) => [name, port])).toEqual([
      ["event-bus", 31_005],
      ["switches", 31_001],
      ["lights", 31_002],
      ["client", 31_000],
    ]);
    expect(plans[0]?.env).toMatchObject({
      SUBSCRIBERS: "lights=http://localhost:31002",
      SWITCHES_URL: "http://localhost:31001",
      DATABASE_URL: "sqlite:/data/event-bus.db",
    });
    expect(plans.map(({ env }) => env.BULB)).toEqual([
      undefined,
      undefined,
      "warm white",
      undefined,
    ]);
  });

  it("has several processes of those services that may be several", () => {
    const { plans, addresses } = planScaledServices(
      lighting,
      { replicas: 2, postgres: "postgres://localhost/lighting" },
      { env: {}, dataFolder: "/data" },
    );

    expect(addresses.map(({ name }) => name)).toContain("lights-2");
    expect(plans.find(({ name }) => name === "client")?.env.LIGHTS_URL).toBe(
      "http://localhost:31002,http://localhost:31012",
    );
    const inPostgres = plans.filter(({ env }) => env.DATABASE_URL?.startsWith("postgres:"));
    expect(inPostgres.map(({ name }) => name)).toEqual(["switches"]);
    expect(() =>
      planServices(lighting, { env: {}, dataFolder: "", replicas: { switches: 2 } }),
    ).toThrow("There cannot be several of switches.");
  });

  it("has its data in a folder of its own, where only its files are its own", () => {
    expect(dataFolderFrom(lighting, {})).toBe(join(root, ".data", "lighting"));
    expect(dataFolderFrom(blog, {})).toBe(join(root, ".data"));
    expect(ownerOf(lighting, "lights-2.db-wal")).toBe("lights-2");
    expect(ownerOf(lighting, "posts.db")).toBeUndefined();
  });

  it("has a gateway that knows its services and its public addresses", () => {
    const settings = gatewaySettings(lighting).parse({ LIGHTS_URL: "http://a:1,http://b:1" });
    const { urls, routes } = gatewayParts(lighting, settings);
    const serviceFor = createRouting(routes);

    expect(settings.PORT).toBe(31_000);
    expect(urls).toMatchObject({
      switches: "http://localhost:31001",
      lights: "http://a:1,http://b:1",
      "event-bus": "http://localhost:31005",
    });
    expect(serviceFor("POST", "/lamps/hall")).toBe("switches");
    expect(serviceFor("GET", "/lamps/")).toBe("lights");
    expect(serviceFor("GET", "/posts")).toBeUndefined();
  });

  it("is described in its own words, by the help, the banner and the contracts", () => {
    const addresses = serviceAddresses(lighting, { env: { SWITCHES_URL: "http://a:1" } });
    const banner = readyBanner({ system: lighting, addresses, dataFolder: "/data", warnings: [] });

    expect(startHelp(lighting)).toMatch(/--lights 3 +three processes of lights .*31002, 31012/);
    expect(startHelp(blog)).toMatch(/--comments 3 +three processes of comments .*4001, 4006, 4007/);
    expect(banner).toMatch(/The lighting is ready/);
    expect(banner).toContain("npm start -- --system lighting --reset forgets it");
    expect(banner).toMatch(/switches +http:\/\/a:1 +not started here: SWITCHES_URL/);
    expect(describeMissing(lighting, "lights")).toMatch(/so the lighting runs .*: it stays dark\./);
    expect(asyncApi(lighting)).toMatchObject({
      info: { title: "The events of the lighting" },
      servers: { "event-bus": { host: "localhost:31005" } },
      operations: { "lights-consumes-LampSwitched": { action: "receive" } },
    });
  });
});

// https://fetch.spec.whatwg.org/#port-blocking, and macOS's AirPlay receiver: each has one of a published shop's ports.
describe("The port that a service has in a published system", () => {
  const street: typeof lighting = {
    ...lighting,
    services: lighting.services.map((service) =>
      service.name === "switches" ? { ...service, originalPort: 6000 } : service,
    ),
  };

  it("is for that service alone, also where no browser opens it", () => {
    const portOf = (env: Record<string, string>) =>
      planServices(street, { env, dataFolder: "" }).find(({ name }) => name === "switches")?.port;

    expect(portOf({ SWITCHES_PORT: "6000" })).toBe(6000);
    expect(() => portOf({ SWITCHES_PORT: "6665" })).toThrow("a port that no browser opens");
    expect(() => portOf({ LIGHTS_PORT: "6000" })).toThrow("a port that no browser opens");
  });

  it("is explained where it is hard to reach", () => {
    const remarksOn = (env: Record<string, string>) =>
      portRemarks(serviceAddresses(street, { env }));

    expect(remarksOn({})).toEqual([]);
    expect(remarksOn({ SWITCHES_PORT: "6000", LIGHTS_PORT: "7000" })).toEqual([
      expect.stringContaining("switches is on port 6000, which browsers and fetch refuse"),
      expect.stringContaining("lights is on port 7000. On macOS its AirPlay receiver"),
    ]);
    // Not started here.
    expect(remarksOn({ LIGHTS_URL: "http://elsewhere:7000" })).toEqual([]);
  });
});

describe("A system with caches", () => {
  const cached: typeof lighting = {
    ...lighting,
    services: lighting.services.map((service) => ({
      ...service,
      caches: service.name === "switches",
    })),
    welcome: (page) => [["lamps", `${page}/lamps`]],
  };

  it("is given Redis for those that have one", () => {
    const engines = { replicas: 1, redis: "redis://localhost:6379" };
    const { plans } = planScaledServices(cached, engines, { env: {}, dataFolder: "" });

    expect(plans.filter(({ env }) => env.REDIS_URL).map(({ name }) => name)).toEqual(["switches"]);
    expect(startHelp(cached)).toMatch(/--redis .*Redis keeps what switches cache/);
    expect(startHelp(blog)).not.toContain("--redis");
  });

  it("has lines of its own in the banner", () => {
    const addresses = serviceAddresses(cached, { env: {} });
    const banner = readyBanner({ system: cached, addresses, dataFolder: "/data", warnings: [] });

    expect(banner).toMatch(/lamps +http:\/\/localhost:31000\/lamps/);
  });
});

describe("The system of a command", () => {
  it("is the blog, unless one is named, and the other options stay", async () => {
    const others = ["node", "start", "--reset"];
    const args = ["node", "start", "--system", FILE, "--reset"];

    expect(await chosenSystem([...others])).toBe(blog);
    expect(await chosenSystem([...others, "--system=blog"])).toBe(blog);
    expect(await chosenSystem(args)).toBe(lighting);
    expect(args).toEqual(others);
  });

  it.each(["nonsense", "", "../..", "nowhere.ts"])("is refused when there is none: %j", (name) =>
    expect(findSystem(name)).rejects.toThrow(/^There is no system ".*"\. There are: blog/),
  );

  it("is refused when its file describes none", () =>
    expect(findSystem("infra/local/services.ts")).rejects.toThrow("describes no system"));

  it("ends the command with that sentence", async () => {
    const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`ends with ${code}`);
    });
    const lines = vi.spyOn(console, "error").mockImplementation(() => {});

    await expect(chosenSystem(["--system", "nonsense"])).rejects.toThrow("ends with 1");

    expect(lines.mock.calls[0]?.[0]).toContain('There is no system "nonsense".');
    expect(exit).toHaveBeenCalledOnce();
  });
});
