// The names in the description of the blog (infra/systems/blog.ts) are the same where it cannot be read: in packages, images, Deployments,
// Services, addresses in the environment, what Skaffold builds, what compose starts, what Prometheus asks. A slip here is an
// ImagePullBackOff later.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blog } from "../systems/blog.ts";
import { type SystemService, serviceNames } from "../systems/system.ts";
import { urlVariable, portVariable } from "../systems/variables.ts";
import { finalInstructions, readDockerfile, variableOf } from "./dockerfile.ts";
import { containerOf, environmentOf, ofKind } from "./kubernetes/manifests.ts";
import { readYaml } from "./yaml-file.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const services: readonly SystemService[] = blog.services;
const names = serviceNames(blog).toSorted();
const ports = new Map(services.map(({ name, port }) => [name, port]));

interface Compose {
  services: Record<
    string,
    { image: string; build?: object; ports: string[]; environment?: object }
  >;
}
const compose = readYaml<Compose>("infra/compose/compose.yaml");

/** As the course calls them; its notes are full of these names. */
const COURSE_SERVICES = {
  "posts-clusterip-srv": "posts",
  "comments-srv": "comments",
  "query-srv": "query",
  "moderation-srv": "moderation",
  "event-bus-srv": "event-bus",
  "client-srv": "client",
  "posts-srv": "posts",
};

describe.each(services)("$name", ({ name, folder, port }) => {
  it("is a folder and a package", () => {
    const path = `${folder}/package.json`;

    expect(folder).toBe(name);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      name: `@blog/${name}`,
      version,
    });
  });

  it("is an image that listens on its port", () => {
    const instructions = finalInstructions(readDockerfile(`${name}/Dockerfile`));

    expect(variableOf(instructions, "PORT")).toBe(String(port));
    const title = instructions.find(({ name: word }) => word === "LABEL")?.rest;
    expect(title).toContain(`org.opencontainers.image.title="${name}"`);
  });

  it("is a Deployment of that image", () => {
    const deployment = ofKind("Deployment").find(
      ({ metadata }) => metadata.name === `${name}-depl`,
    );
    const container = containerOf(deployment!);

    expect(deployment?.spec?.selector.matchLabels).toEqual({ app: name });
    expect(container).toMatchObject({
      name,
      image: `you/${name}:${version}`,
      ports: [{ name: "http", containerPort: port }],
    });
  });

  it("is started by compose from that image, on that port", () => {
    const service = compose.services[name]!;
    const variable = portVariable(name);

    expect(service.image).toBe(`you/${name}:${version}`);
    expect(service.build).toEqual({ context: "../..", dockerfile: `${name}/Dockerfile` });
    expect(service.ports).toEqual([`127.0.0.1:\${${variable}:-${port}}:${port}`]);
  });
});

it.each([...blog.subscribers, "event-bus"])("%s started by itself is on that port, too", (name) => {
  const sources = ["main.ts", "settings.ts"].map((file) => `${name}/src/${file}`);
  const code = sources.filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"));

  const [, port] = /\bPORT(?: \?\? |: Port\.default\()(\d+)/.exec(code.join("\n")) ?? [];
  expect(Number(port)).toBe(ports.get(name));
});

describe("The lists", () => {
  it("of Skaffold, of the registry and of Prometheus have all of them", () => {
    const skaffold = readYaml<{
      build: { artifacts: { image: string; docker: { dockerfile: string } }[] };
      portForward: { resourceName: string; port: number; localPort: number }[];
    }>("skaffold.yaml");
    const registry = readYaml<{ images: { name: string }[] }>(
      "infra/overlays/registry/kustomization.yaml",
    );
    const prometheus = readYaml<{
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    }>("infra/monitoring/prometheus.yml");

    const built = skaffold.build.artifacts.map(({ image, docker }) => [image, docker.dockerfile]);
    expect(built.toSorted()).toEqual(names.map((name) => [`you/${name}`, `${name}/Dockerfile`]));
    expect(registry.images.map(({ name }) => name).toSorted()).toEqual(
      names.map((name) => `you/${name}`),
    );
    expect(prometheus.scrape_configs[0]?.static_configs[0]?.targets.toSorted()).toEqual(
      names.map((name) => `${name}:${ports.get(name)}`),
    );
    for (const { resourceName, port, localPort } of skaffold.portForward) {
      const name = COURSE_SERVICES[resourceName as keyof typeof COURSE_SERVICES];
      expect([port, localPort]).toEqual([ports.get(name), ports.get(name)]);
    }
  });

  it("of subscribers have all of them, in their order", () => {
    const bus = ofKind("Deployment").find(({ metadata }) => metadata.name === "event-bus-depl")!;
    const environments: { SUBSCRIBERS?: unknown }[] = [
      environmentOf(bus),
      compose.services["event-bus"]?.environment ?? {},
    ];

    for (const { SUBSCRIBERS } of environments)
      expect(
        String(SUBSCRIBERS)
          .split(",")
          .map((entry) => entry.split("=")[0]),
      ).toEqual(blog.subscribers);
  });

  it("of Services is the course's", () => {
    const found = ofKind("Service").map(({ metadata, spec }) => [
      metadata.name,
      spec?.selector?.app,
    ]);

    expect(Object.fromEntries(found)).toEqual(COURSE_SERVICES);
  });

  it("of files is the course's", () => {
    const files = [...names.map((name) => `${name}-depl`), "posts-srv", "ingress-srv"];
    for (const file of files) expect(existsSync(`infra/k8s/${file}.yaml`), file).toBe(true);
  });
});

describe("An address in the environment", () => {
  it.each(ofKind("Deployment").map((each) => [each.metadata.name, each] as const))(
    "of %s is that of the service it is meant for",
    (_name, deployment) => {
      expectAddresses(environmentOf(deployment), (host) => COURSE_SERVICES[host as "posts-srv"]);
    },
  );

  it.each(services.map(({ name }) => name))("of %s in compose is, too", (name) => {
    const { environment = {} } = compose.services[name]!;

    expectAddresses(environment, (host) => host);
  });
});

function expectAddresses(environment: object, serviceOf: (host: string) => string): void {
  for (const [variable, value] of Object.entries(environment)) {
    for (const [, subscriber, host = "", port] of String(value).matchAll(
      /(?:([a-z-]+)=)?http:\/\/([\w-]+):(\d+)/g,
    )) {
      const meant = subscriber ?? names.find((name) => urlVariable(name) === variable) ?? "";
      expect([variable, serviceOf(host), Number(port)]).toEqual([
        variable,
        meant,
        ports.get(meant),
      ]);
    }
  }
}
