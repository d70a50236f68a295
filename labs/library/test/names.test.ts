// The names in system.ts are the same where it cannot be read: in packages, images, compose, Skaffold, the original's commands. The
// cluster is looked at in kubernetes.test.ts.

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { portVariable } from "../../../infra/systems/variables.ts";
import { finalInstructions, readDockerfile, variableOf } from "../../../infra/test/dockerfile.ts";
import { manifestsIn } from "../../../infra/test/kubernetes/manifests.ts";
import { readYaml } from "../../../infra/test/yaml-file.ts";
import { system } from "../system.ts";

const HOME = "labs/library";
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const names = system.services.map(({ name }) => name).toSorted();
const imageOf = (name: string) => `you/${imageName(name)}:${version}`;

/** The blog has a client, too. */
function imageName(name: string): string {
  return name === "client" ? `${system.name}-client` : name;
}

interface Compose {
  services: Record<
    string,
    { image: string; build: object; ports: string[]; environment: Record<string, string> }
  >;
}
const compose = readYaml<Compose>(`${HOME}/infra/compose.yaml`).services;

const skaffold = readYaml<{
  metadata: { name: string };
  build: { artifacts: { image: string; docker: { dockerfile: string } }[] };
  portForward: { resourceName: string; port: number; localPort: number }[];
}>(`${HOME}/skaffold.yaml`);

describe.each(system.services)("$name", ({ name, folder, port }) => {
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

  it("is started by compose from that image, on its port", () => {
    const { image, build, ports, environment } = compose[name]!;

    expect(image).toBe(imageOf(name));
    expect(build).toEqual({ context: "../../..", dockerfile });
    expect(ports).toContain(`127.0.0.1:\${${portVariable(name)}:-${port}}:${port}`);
    if (!isOurs) expect(environment.PORT).toBe(String(port));
  });

  it("is given addresses in compose that are those of services", () => {
    const { environment } = compose[name]!;
    const grpc = { "author-service": 50_051, "book-service": 50_052 } as Record<string, number>;

    for (const [variable, value] of Object.entries(environment)) {
      for (const [, isHttp, host = "", number] of String(value).matchAll(
        /(http:\/\/)?\b([a-z][a-z-]+):(\d+)/g,
      )) {
        const expected = isHttp
          ? system.services.find((each) => each.name === host)?.port
          : grpc[host];
        expect([variable, Number(number)]).toEqual([variable, expected]);
      }
    }
  });
});

it("The image of the gateway has all that the description of the library imports", () => {
  const file = `${HOME}/gateway/Dockerfile`;
  const source = readFileSync(`${HOME}/system.ts`, "utf8");
  const beside = [...source.matchAll(/from "\.\/([\w-]+\.ts)"/g)].map(([, name]) => name);
  const copied = finalInstructions(readDockerfile(file)).map(({ rest }) => rest.split(" "));

  for (const name of ["system.ts", ...beside])
    expect(copied.flat(), name).toContain(`${HOME}/${name}`);
});

describe("The lists", () => {
  it("of compose and of Skaffold have all of them, and no more", () => {
    const built = skaffold.build.artifacts.map(({ image, docker }) => [image, docker.dockerfile]);
    const expected = system.services.map(({ name, folder }) => [
      `you/${imageName(name)}`,
      `${folder}/Dockerfile`,
    ]);

    expect(Object.keys(compose).toSorted()).toEqual(names);
    expect(built.toSorted()).toEqual(expected.toSorted());
    expect(skaffold.metadata.name).toBe(system.name);
  });

  it("of subscribers in compose is the system's", () => {
    const { SUBSCRIBERS = "" } = compose["event-bus"]?.environment ?? {};

    expect(SUBSCRIBERS.split(",").map((entry) => entry.split("=")[0])).toEqual(system.subscribers);
  });

  it("of forwarded ports names Services with these ports", () => {
    const services = manifestsIn(`${HOME}/k8s`).ofKind("Service");

    for (const { resourceName, port, localPort } of skaffold.portForward) {
      const service = services.find(({ metadata }) => metadata.name === resourceName);
      expect([resourceName, localPort, port]).toEqual([resourceName, port, port]);
      expect(service?.spec?.ports?.map((each) => each.port)).toContain(port);
    }
  });

  // `docker build -t …/author-service ./apps/author-service`: here a folder is not enough to build from, as an image needs common
  // and the one lockfile. docs/running.md has the command that does it.
  it("of images has those that the original builds and pushes", () => {
    const commands = readFileSync(`${HOME}/test/original-commands.txt`, "utf8").trim().split("\n");
    const images = commands.flatMap(
      (line) => /^docker (?:build -t|push) [\w-]+\/(\S+)/.exec(line)?.[1] ?? [],
    );
    const page = readFileSync(`${HOME}/docs/running.md`, "utf8");

    expect(new Set(images)).toEqual(new Set(["author-service", "book-service"]));
    for (const name of images) {
      expect(existsSync(`${HOME}/${name}/Dockerfile`), name).toBe(true);
      expect(page).toContain(`docker build -f ${name}/Dockerfile -t ${imageOf(name)} ../..`);
      expect(page).toContain(`docker push ${imageOf(name)}`);
    }
    const kinds = commands.map((line) => /^(docker (?:build|push)|kubectl apply -f) /.test(line));
    expect(kinds).not.toContain(false);
  });
});
