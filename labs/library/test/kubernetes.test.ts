// The library in a cluster: what the original's commands apply works by itself, the rest is there, and pods reach those they ask
// and no other pod. What holds for the manifests of every system is in infra/test/kubernetes.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  containerOf,
  environmentOf,
  isSelected,
  manifestsIn,
  readManifests,
  systems,
} from "../../../infra/test/kubernetes/manifests.ts";
import { createNetwork, type Pod } from "../../../infra/test/kubernetes/network.ts";
import { problemsOf } from "../../../infra/test/kubernetes/schema.ts";
import { portVariable } from "../../../infra/systems/variables.ts";
import { system } from "../system.ts";

const HOME = "labs/library";
const { manifests, ofKind } = manifestsIn(`${HOME}/k8s`);
const deployments = new Map(ofKind("Deployment").map((each) => [each.metadata.name, each]));
const services = new Map(ofKind("Service").map(({ metadata, spec }) => [metadata.name, spec]));
const commands = readFileSync(`${HOME}/test/original-commands.txt`, "utf8").trim().split("\n");
const applied = commands.flatMap((line) => /^kubectl apply -f (\S+)$/.exec(line)?.[1] ?? []);

const GRPC = { "author-service": 50_051, "book-service": 50_052 };

describe("The commands of the original, in labs/library", () => {
  it.each(applied)("kubectl apply -f %s", async (file) => {
    const found = readManifests(`${HOME}/${file}`);

    expect(found).not.toEqual([]);
    for (const manifest of found) expect(await problemsOf(manifest)).toEqual([]);
  });

  it("apply all that PostgreSQL and the two services cannot start without", () => {
    const found = applied.flatMap((file) => readManifests(`${HOME}/${file}`));
    const names = found.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

    const text = JSON.stringify(found.filter(({ kind }) => kind === "Deployment"));
    const needed = [
      ...[...text.matchAll(/"secretKeyRef":\{"name":"([^"]+)"/g)].map(
        ([, name]) => `Secret/${name}`,
      ),
      ...[...text.matchAll(/"configMap(?:KeyRef)?":\{"name":"([^"]+)"/g)].map(
        ([, name]) => `ConfigMap/${name}`,
      ),
      ...[...text.matchAll(/"claimName":"([^"]+)"/g)].map(
        ([, name]) => `PersistentVolumeClaim/${name}`,
      ),
    ];
    expect(new Set(needed)).toEqual(
      new Set([
        ...["Secret/postgres-secret", "Secret/library-event-bus-secret"],
        ...["ConfigMap/postgres-config", "PersistentVolumeClaim/postgres-pvc"],
      ]),
    );
    expect(names).toEqual(expect.arrayContaining(needed));
  });

  it.each(["configmap", "secret", "pvc"])(
    "apply a %s of which PostgreSQL uses everything",
    (file) => {
      const [object] = readManifests(`${HOME}/k8s/postgres/${file}.yaml`);
      const { data, stringData } = object as { data?: object; stringData?: object };
      const postgres = JSON.stringify(deployments.get("postgres"));

      expect(postgres).toContain(`:"${object?.metadata.name}"`);
      for (const key of Object.keys({ ...data, ...stringData }))
        expect(postgres).toContain(`"key":"${key}"`);
    },
  );
});

describe.each(system.services)("$name", ({ name, port, keeps }) => {
  const deployment = deployments.get(name)!;

  it("is a Deployment with its ports, behind a Service of its name", () => {
    const { ports = [], image } = containerOf(deployment);
    const expected = Object.entries({ grpc: GRPC[name as keyof typeof GRPC], http: port }).filter(
      ([, number]) => number,
    );

    expect(image).toMatch(new RegExp(`^you/(library-)?${name}:`));
    expect(ports.map((each) => [each.name, each.containerPort])).toEqual(expected);
    expect(services.get(name)?.ports?.map((each) => [each.name, each.port])).toEqual(expected);
    expect(isSelected(services.get(name)?.selector ?? {}, deployment)).toBe(true);
    expect(services.get(name)?.type ?? "ClusterIP").toBe("ClusterIP");
  });

  it("has replicas where its data is in PostgreSQL, under its own role, and none over a file", () => {
    const { DATABASE_URL = "" } = environmentOf(deployment);
    const isShared = keeps === "data";

    // The gateway keeps nothing.
    expect(deployment.spec?.replicas).toBe(isShared || name === "client" ? 2 : 1);
    const [role, variable] = [
      name.replace("-", "_"),
      portVariable(name).replace("_PORT", "_PASSWORD"),
    ];
    expect(DATABASE_URL).toBe(
      isShared ? `postgres://${role}:$(${variable})@postgres:5432/library` : "",
    );
    const places = containerOf(deployment).env?.map((each) => each.name) ?? [];
    // Kubernetes puts in what stands before it in the list.
    if (isShared) expect(places.indexOf(variable)).toBeLessThan(places.indexOf("DATABASE_URL"));
  });

  it("is given addresses that are there, and that it may reach", () => {
    const pod = podOf(name);
    for (const [variable, value] of Object.entries(environmentOf(deployment))) {
      for (const [, host = "", number] of value.matchAll(/(?:\/\/|@)([a-z-]+):(\d+)/g)) {
        const target = services.get(host);
        const found = target?.ports?.find((each) => each.port === Number(number));
        const to = ofKind("Deployment").find((each) => isSelected(target?.selector ?? {}, each))!;
        const may = mayTalk(pod, podOf(to.metadata.name), found?.name ?? "");

        expect([variable, host, may]).toEqual([variable, host, true]);
      }
    }
  });

  it("asks over gRPC by a name that stands for every replica", () => {
    for (const [variable, value] of Object.entries(environmentOf(deployment))) {
      if (!variable.endsWith("_GRPC")) continue;
      const [, own = "", host = ""] = /^(0\.0\.0\.0|dns:\/\/\/([a-z-]+)):\d+$/.exec(value) ?? [];
      if (own === "0.0.0.0") expect(variable).toBe(`${name.split("-")[0]?.toUpperCase()}_GRPC`);
      else expect(services.get(host)?.clusterIP).toBe("None");
    }
  });
});

it("The bus delivers to all subscribers, in their order", () => {
  const { SUBSCRIBERS = "" } = environmentOf(deployments.get("event-bus")!);

  expect(SUBSCRIBERS.split(",")).toEqual(
    system.subscribers.map((name) => {
      const { port } = system.services.find((each) => each.name === name)!;
      return `${name}=http://${name}:${port}`;
    }),
  );
});

describe("The network of the library", () => {
  const names = [...system.services.map(({ name }) => name), "postgres"];
  const reachable = (from: Pod, port: string) =>
    names.filter((to) => mayTalk(from, podOf(to), port)).toSorted();

  it("lets those call over gRPC that have to", () => {
    const callers = names.filter((from) => reachable(podOf(from), "grpc").length > 0);

    expect(callers.toSorted()).toEqual(["author-service", "book-service", "catalogue"]);
    expect(reachable(podOf("catalogue"), "grpc")).toEqual(["author-service", "book-service"]);
  });

  it("lets events go by way of the bus, and tables be reached by those that own some", () => {
    const consumers = [...system.subscribers].toSorted();

    expect(reachable(podOf("event-bus"), "http")).toEqual(consumers);
    for (const name of consumers) expect(reachable(podOf(name), "http")).toEqual(["event-bus"]);
    const owners = names.filter((from) => mayTalk(podOf(from), podOf("postgres"), "postgres"));
    expect(owners.toSorted()).toEqual(["author-service", "book-service"]);
  });

  it("lets the gateway ask all, Prometheus read figures, and strangers in by one door", () => {
    const asked = names.filter((name) => !["client", "postgres"].includes(name)).toSorted();
    expect(reachable(podOf("client"), "http")).toEqual(asked);

    const labels = { "app.kubernetes.io/name": "prometheus" };
    const prometheus = { namespace: "elsewhere", labels };
    const stranger = { namespace: "here", labels: { app: "posts" } };

    expect(reachable(prometheus, "http")).toEqual(
      names.filter((name) => name !== "postgres").toSorted(),
    );
    for (const port of ["grpc", "postgres"]) expect(reachable(prometheus, port)).toEqual([]);
    for (const port of ["grpc", "postgres"]) expect(reachable(stranger, port)).toEqual([]);
    expect(reachable(stranger, "http")).toEqual(["client"]);
  });
});

describe("Beside the blog, in one namespace", () => {
  const blog = systems.find(({ folder }) => folder === "infra/k8s")!;

  it("no object has the name of one of the blog's", () => {
    const theirs = blog.manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    const ours = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

    expect(ours.filter((each) => theirs.includes(each))).toEqual([]);
  });

  it("no Service leads to pods of the other", () => {
    const pairs = [
      [blog.ofKind("Service"), ofKind("Deployment")],
      [ofKind("Service"), blog.ofKind("Deployment")],
    ] as const;

    for (const [ofOne, ofOther] of pairs)
      for (const { spec } of ofOne)
        expect(ofOther.filter((each) => isSelected(spec?.selector ?? {}, each))).toEqual([]);
  });
});

const network = createNetwork(ofKind("NetworkPolicy"));

function mayTalk(from: Pod, to: Pod, port: string): boolean {
  return network.mayTalk(from, to, port);
}

function podOf(name: string): Pod {
  return {
    namespace: "here",
    labels: deployments.get(name)?.spec?.template.metadata?.labels ?? {},
  };
}
