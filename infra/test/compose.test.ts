// The compose files are what compose expects, and the containers in them have as few rights as those in a cluster.

import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../tests/project-files.ts";
import { readYaml, violationsOf } from "./yaml-file.ts";
import { blog } from "../systems/blog.ts";
import { serviceNames } from "../systems/system.ts";

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  profiles?: string[];
  deploy?: { replicas: number };
  cap_add?: string[];
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

const FILES = filesOfTheProject()
  .filter((file) => /^(infra\/compose\/|labs\/).*(compose|scale|infra\/seeds)\.yaml$/.test(file))
  .map((file) => ({ file, folder: posix.dirname(file), ...readCompose(file) }));
const servicesIn = (name: string) =>
  FILES.find(({ file }) => file === `infra/compose/${name}`)?.services ?? {};

/** As compose reads it: that of a lab's seeds.yaml lies on top of the file beside it, and changes the containers it names. */
function readCompose(file: string): Compose {
  const compose = readYaml<Compose>(file);
  if (!file.endsWith("/seeds.yaml")) return compose;
  const below = readYaml<Compose>(posix.join(posix.dirname(file), "compose.yaml"));
  const changed = Object.entries(compose.services).map(([name, service]) => {
    const { ports = [], volumes = [], depends_on: needs, ...rest } = below.services[name] ?? {};
    return [
      name,
      {
        ...{ ...rest, ...service },
        ports: [...ports, ...(service.ports ?? [])],
        volumes: [...volumes, ...(service.volumes ?? [])],
        depends_on: { ...needs, ...service.depends_on },
      },
    ];
  });
  return {
    services: Object.fromEntries(changed),
    volumes: { ...below.volumes, ...compose.volumes },
  };
}

it.each(FILES)("$file keeps to the specification", ({ file }) => {
  expect(violationsOf(file, "compose-spec.json")).toBe(null);
});

describe("compose.yaml", () => {
  const services = servicesIn("compose.yaml");

  it("starts the six parts of the blog, and the monitoring only when asked to", () => {
    const started = Object.entries(services).filter(([, { profiles }]) => !profiles);

    expect(started.map(([name]) => name).toSorted()).toEqual(serviceNames(blog).toSorted());
    expect(services.prometheus?.profiles).toEqual(["monitoring"]);
    expect(services.grafana?.profiles).toEqual(["monitoring"]);
  });
});

describe("scale.yaml", () => {
  const scaled = servicesIn("scale.yaml");

  it("starts three of each service, and nothing beside the stream and the database", () => {
    const counts = Object.entries(scaled).map(([name, { deploy }]) => [
      name,
      deploy?.replicas ?? 1,
    ]);

    expect(Object.fromEntries(counts)).toEqual({
      ...{ posts: 3, comments: 3, query: 3, moderation: 3, client: 1, "event-bus": 1 },
      ...{ "nats-1": 1, "nats-2": 1, "nats-3": 1, postgres: 1 },
    });
  });

  it("gives replicas no disk and no port, which only one of them could have", () => {
    const replicated = Object.values(scaled).filter(({ deploy }) => deploy);

    for (const service of replicated) expect(service.ports ?? service.volumes).toBeUndefined();
  });
});

const containers = FILES.flatMap((compose) =>
  Object.entries(compose.services).map(([name, service]) => ({ name, service, ...compose })),
);

describe.each(containers)(
  "The container of $name in $file",
  ({ name, service, services, volumes, folder }) => {
    it("has no rights, and writes to its disk only", () => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
      });
      expect(service.cap_add ?? []).toHaveLength(name === "postgres" ? 5 : 0);
    });

    it("can be reached from this machine only", () => {
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    });

    it("comes from an image of one version", () => {
      expect(service.image).toMatch(/:v?\d+\.\d+(\.\d+)?(-alpine)?$/);
      if (service.build) {
        const root = posix.join(folder, service.build.context);
        expect(existsSync(posix.join(root, service.build.dockerfile))).toBe(true);
      }
    });

    it("is given files and disks that exist", () => {
      for (const volume of service.volumes ?? []) {
        const [source = ""] = volume.split(":");
        const isThere = source.startsWith(".")
          ? existsSync(posix.join(folder, source))
          : Object.keys(volumes).includes(source);
        expect(`${volume}: ${isThere}`).toBe(`${volume}: true`);
      }
    });

    it("may read the files it is given, on systems with SELinux too", () => {
      const files = (service.volumes ?? []).filter((volume) => volume.startsWith("."));

      for (const file of files) expect(file).toMatch(/:ro,z$/);
    });

    it("waits for what is ready, not for what has only begun", () => {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(Object.keys(services)).toContain(other);
        expect(condition).toBe("service_healthy");
      }
    });
  },
);
