// The names in system.ts are the same where it cannot be read: in packages, images, compose, Skaffold, Prometheus. The cluster is
// looked at in kubernetes.test.ts.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { portVariable } from "../../../infra/systems/variables.ts";
import { finalInstructions, readDockerfile, variableOf } from "../../../infra/test/dockerfile.ts";
import { manifestsIn } from "../../../infra/test/kubernetes/manifests.ts";
import { readYaml } from "../../../infra/test/yaml-file.ts";
import { system } from "../system.ts";

const HOME = "labs/shop";
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const names = system.services.map(({ name }) => name).toSorted();
const portOf = (name: string) => system.services.find((each) => each.name === name)?.port;

/** The blog has a client, too. */
const imageName = (name: string) => (name === "client" ? `${system.name}-client` : name);

interface Compose {
  services: Record<
    string,
    {
      image: string;
      build: object;
      profiles?: string[];
      ports?: string[];
      environment?: Record<string, string>;
    }
  >;
}
const compose = readYaml<Compose>(`${HOME}/infra/compose.yaml`).services;
const seeds = readYaml<Compose>(`${HOME}/infra/seeds.yaml`).services;

const skaffold = readYaml<{
  metadata: { name: string };
  build: { artifacts: { image: string; docker: { dockerfile: string } }[] };
  portForward: { resourceName: string; port: number; localPort: number }[];
}>(`${HOME}/skaffold.yaml`);

describe.each(system.services)("$name", ({ name, folder, port, grpcPort, originalPort }) => {
  const isOurs = folder.startsWith(HOME);
  const dockerfile = `${folder}/Dockerfile`;

  it("is a package, or the gateway", () => {
    const itsPackage = `${folder}/package.json`;
    if (!existsSync(itsPackage)) return expect(name).toBe("client");
    const { name: found, version: its } = JSON.parse(readFileSync(itsPackage, "utf8"));

    expect([found, its]).toEqual([`@${isOurs ? system.name : "blog"}/${name}`, version]);
  });

  it("is an image of its own, or the blog's", () => {
    const instructions = finalInstructions(readDockerfile(dockerfile));
    const title = instructions.find(({ name: word }) => word === "LABEL")?.rest;
    expect(title).toContain(`org.opencontainers.image.title="${name}"`);
    if (isOurs) expect(variableOf(instructions, "PORT")).toBe(String(port));
  });

  it("is started by compose from that image, on its ports", () => {
    const { image, build, ports = [], environment = {} } = compose[name]!;

    expect(image).toBe(`you/${imageName(name)}:${version}`);
    expect(build).toEqual({ context: "../../..", dockerfile });
    expect(ports).toContain(`127.0.0.1:\${${portVariable(name)}:-${port}}:${port}`);
    expect(ports).toHaveLength(grpcPort ? 2 : 1);
    if (grpcPort) expect(ports[1]).toMatch(new RegExp(`:-${grpcPort}}:${grpcPort}$`));
    if (!isOurs) expect(environment.PORT).toBe(String(port));
  });

  it("has the port of the published shop beside its own where the engines are the same, too", () => {
    const added = (seeds[name]?.ports ?? []).map((each) => /:-(\d+)}:(\d+)$/.exec(each)?.slice(1));

    expect(added).toEqual(originalPort ? [[String(originalPort), String(port)]] : []);
  });

  it.each([
    ["compose.yaml", compose],
    ["seeds.yaml", seeds],
  ])("is given addresses in %s that are those of services", (_file, services) => {
    const grpc = new Map(system.services.map((each) => [each.name, each.grpcPort]));
    const engines = { rabbitmq: 5672, postgres: 5432, redis: 6379 };

    for (const [variable, value] of Object.entries(services[name]?.environment ?? {})) {
      for (const [, isHttp, host = "", number] of String(value).matchAll(
        /(http:\/\/)?\b([a-z][a-z-]+):(\d+)/g,
      )) {
        const expected = isHttp
          ? portOf(host)
          : (grpc.get(host) ?? engines[host as keyof typeof engines]);
        expect([variable, host, Number(number)]).toEqual([variable, host, expected]);
      }
    }
  });
});

it("The image of the gateway has all that the description of the shop imports", () => {
  const source = readFileSync(`${HOME}/system.ts`, "utf8");
  const beside = [...source.matchAll(/from "\.\/([\w-]+\.ts)"/g)].map(([, name]) => name);
  const copied = finalInstructions(readDockerfile(`${HOME}/gateway/Dockerfile`)).map(({ rest }) =>
    rest.split(" "),
  );

  expect(beside).not.toEqual([]);
  for (const name of ["system.ts", ...beside])
    expect(copied.flat(), name).toContain(`${HOME}/${name}`);
});

describe("The lists", () => {
  it("of compose and of Skaffold have all of them, and no more", () => {
    const started = Object.entries(compose).filter(([, { profiles }]) => !profiles);
    const built = skaffold.build.artifacts.map(({ image, docker }) => [image, docker.dockerfile]);
    const expected = system.services.map(({ name, folder }) => [
      `you/${imageName(name)}`,
      `${folder}/Dockerfile`,
    ]);

    expect(started.map(([name]) => name).toSorted()).toEqual(names);
    expect(built.toSorted()).toEqual(expected.toSorted());
    expect(skaffold.metadata.name).toBe(system.name);
  });

  it("of Prometheus has all of them", () => {
    const prometheus = readYaml<{
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    }>(`${HOME}/infra/monitoring/prometheus.yml`);

    expect(prometheus.scrape_configs[0]?.static_configs[0]?.targets.toSorted()).toEqual(
      names.map((name) => `${name}:${portOf(name)}`),
    );
  });

  it("of subscribers in compose is the system's, and over RabbitMQ there is none", () => {
    const { SUBSCRIBERS = "" } = compose["event-bus"]?.environment ?? {};

    expect(SUBSCRIBERS.split(",")).toEqual(
      system.subscribers.map((name) => `${name}=http://${name}:${portOf(name)}`),
    );
    expect(seeds["event-bus"]?.environment?.SUBSCRIBERS).toBe("none");
  });

  it("of forwarded ports names Services with these ports", () => {
    const services = manifestsIn(`${HOME}/k8s`).ofKind("Service");

    for (const { resourceName, port, localPort } of skaffold.portForward) {
      const service = services.find(({ metadata }) => metadata.name === resourceName);
      expect([resourceName, localPort, port]).toEqual([resourceName, port, port]);
      expect(service?.spec?.ports?.map((each) => each.port)).toContain(port);
    }
  });
});
