// One thing has one name, and one port, wherever it is named: folder, package, image, Deployment, Service, addresses in the
// environment, what Skaffold builds, what compose starts, what Prometheus asks. A slip here is an ImagePullBackOff later.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planServices } from "../local/services.ts";
import { finalInstructions, readDockerfile, variableOf } from "./dockerfile.ts";
import { containerOf, environmentOf, ofKind } from "./kubernetes/manifests.ts";
import { readYaml } from "./yaml-file.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const services = planServices({ env: {}, dataFolder: "" }).map(({ name, port }) => ({
  name,
  port,
}));
const names = services.map(({ name }) => name).toSorted();
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

describe.each(services)("$name", ({ name, port }) => {
  it("is a folder and a package", () => {
    const path = `${name}/package.json`;

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
    const variable = `${name.toUpperCase().replaceAll("-", "_")}_PORT`;

    expect(service.image).toBe(`you/${name}:${version}`);
    expect(service.build).toEqual({ context: "../..", dockerfile: `${name}/Dockerfile` });
    expect(service.ports).toEqual([`127.0.0.1:\${${variable}:-${port}}:${port}`]);
  });
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
      const meant = subscriber ?? variable.replace(/_URL$/, "").toLowerCase().replaceAll("_", "-");
      expect([variable, serviceOf(host), Number(port)]).toEqual([
        variable,
        meant,
        ports.get(meant),
      ]);
    }
  }
}
