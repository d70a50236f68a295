// The shop in a cluster: pods reach those they ask and no other pod, and secrets those that need them. What holds for the manifests
// of every system is in infra/test/kubernetes.

import { describe, expect, it } from "vitest";
import {
  containerOf,
  environmentOf,
  isSelected,
  manifestsIn,
  systems,
} from "../../../infra/test/kubernetes/manifests.ts";
import { createNetwork, type Pod } from "../../../infra/test/kubernetes/network.ts";
import { grpcVariable } from "../../../infra/systems/variables.ts";
import { system } from "../system.ts";

const HOME = "labs/shop/k8s";
const { manifests, ofKind } = manifestsIn(HOME);
const deployments = new Map(ofKind("Deployment").map((each) => [each.metadata.name, each]));
const services = new Map(ofKind("Service").map(({ metadata, spec }) => [metadata.name, spec]));
const names = system.services.map(({ name }) => name);

/** The library has a bus and a page as well: these two have the name of their system in front. */
const objectOf = (name: string) =>
  ["client", "event-bus"].includes(name) ? `${system.name}-${name}` : name;
const deploymentOf = (name: string) => deployments.get(objectOf(name))!;

describe.each(system.services)("$name", ({ name, port, grpcPort, keeps }) => {
  const deployment = deploymentOf(name);

  it("is a Deployment with its ports, behind a Service of its name", () => {
    const { ports = [], image } = containerOf(deployment);
    const expected = Object.entries({ grpc: grpcPort, http: port }).filter(([, number]) => number);
    const service = services.get(objectOf(name));

    expect(image).toMatch(new RegExp(`^you/(shop-)?${name}:`));
    expect(ports.map((each) => [each.name, each.containerPort])).toEqual(expected);
    expect(service?.ports?.map((each) => [each.name, each.port])).toEqual(expected);
    expect(isSelected(service?.selector ?? {}, deployment)).toBe(true);
    expect(service?.type ?? "ClusterIP").toBe("ClusterIP");
  });

  it("has a disk of its own if it keeps something, and one pod then", () => {
    const volumes = deployment.spec?.template.spec?.volumes ?? [];
    const hasDisk = volumes.some((each) => each.persistentVolumeClaim);

    expect(hasDisk).toBe(keeps === "data" || name === "event-bus");
    expect(deployment.spec?.replicas).toBe(name === "client" ? 2 : 1);
  });

  it("is given addresses that are there, and that it may reach", () => {
    const pod = podOf(name);
    for (const [variable, value] of Object.entries(environmentOf(deployment))) {
      for (const [, host = "", number] of value.matchAll(/\/\/\/?([a-z-]+):(\d+)/g)) {
        const target = services.get(host);
        const found = target?.ports?.find((each) => each.port === Number(number));
        const to = [...deployments.values()].find((each) =>
          isSelected(target?.selector ?? {}, each),
        );
        const may = to !== undefined && mayTalk(pod, podOfDeployment(to), found?.name ?? "");

        expect([variable, host, may]).toEqual([variable, host, true]);
      }
    }
  });

  it("asks over gRPC by a name that stands for every replica", () => {
    for (const [variable, value] of Object.entries(environmentOf(deployment))) {
      if (!variable.endsWith("_GRPC")) continue;
      const [, own = "", host = ""] = /^(0\.0\.0\.0|dns:\/\/\/([a-z-]+)):\d+$/.exec(value) ?? [];
      if (own === "0.0.0.0") expect(variable).toBe(grpcVariable(name));
      else expect(services.get(host)?.clusterIP).toBe("None");
    }
  });
});

it("The bus delivers to all subscribers, in their order", () => {
  const { SUBSCRIBERS = "" } = environmentOf(deploymentOf("event-bus"));

  expect(SUBSCRIBERS.split(",")).toEqual(
    system.subscribers.map((name) => {
      const { port } = system.services.find((each) => each.name === name)!;
      return `${name}=http://${name}:${port}`;
    }),
  );
});

describe("The secret of internal calls", () => {
  const ofDeployment = (name: string) =>
    containerOf(deploymentOf(name)).env?.find((each) => each.name === "INTERNAL_SECRET");

  it("is given, from a Secret, to those that the runner gives it to, and to no other", () => {
    const holders = names.filter((name) => ofDeployment(name));

    expect(holders).toEqual(
      names.filter((name) => Object.hasOwn(system.env?.(name) ?? {}, "INTERNAL_SECRET")),
    );
    for (const name of holders)
      expect(ofDeployment(name)).toEqual({
        name: "INTERNAL_SECRET",
        valueFrom: { secretKeyRef: { name: "shop-internal-secret", key: "INTERNAL_SECRET" } },
      });
  });

  it("is as long as the services demand", () => {
    const secret = ofKind("Secret").find(({ metadata }) => metadata.name.includes("internal"));

    expect(secret?.stringData?.INTERNAL_SECRET?.length).toBeGreaterThanOrEqual(16);
  });
});

describe("The network of the shop", () => {
  const reachable = (from: Pod, port: string) =>
    names.filter((to) => mayTalk(from, podOf(to), port)).toSorted();

  it("lets those call over gRPC that have to, and the worker no users", () => {
    const callers = names.filter((from) => reachable(podOf(from), "grpc").length > 0);

    expect(
      Object.fromEntries(callers.map((from) => [from, reachable(podOf(from), "grpc")])),
    ).toEqual({
      "product-service": ["user-service"],
      "order-service": ["product-service", "user-service"],
      "worker-service": ["order-service", "product-service"],
      "api-gateway": ["order-service", "product-service", "user-service"],
    });
  });

  it("lets events go by way of the bus, keys be read, and REST be passed on by the GraphQL gateway", () => {
    const others = (name: string) =>
      reachable(podOf(name), "http").filter((to) => to !== "event-bus");

    expect(reachable(podOf("event-bus"), "http")).toEqual([...system.subscribers].toSorted());
    for (const name of system.subscribers)
      expect(reachable(podOf(name), "http")).toContain("event-bus");
    expect(Object.fromEntries(system.subscribers.map((name) => [name, others(name)]))).toEqual({
      "user-service": [],
      "product-service": ["user-service"],
      "order-service": ["user-service"],
      "worker-service": [],
      "api-gateway": ["order-service", "product-service", "user-service"],
    });
  });

  it("lets the gateway ask all, Prometheus read figures, and strangers in by one door", () => {
    const asked = names.filter((name) => name !== "client").toSorted();
    expect(reachable(podOf("client"), "http")).toEqual(asked);

    const labels = { "app.kubernetes.io/name": "prometheus" };
    const prometheus = { namespace: "elsewhere", labels };
    const stranger = { namespace: "here", labels: { app: "posts" } };

    expect(reachable(prometheus, "http")).toEqual(names.toSorted());
    expect(reachable(prometheus, "grpc")).toEqual([]);
    expect(reachable(stranger, "grpc")).toEqual([]);
    expect(reachable(stranger, "http")).toEqual(["client"]);
  });
});

describe.each(systems.filter(({ folder }) => folder !== HOME))(
  "Beside $folder, in one namespace",
  (other) => {
    it("no object has the name of one of the others", () => {
      const theirs = other.manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      const ours = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);

      expect(ours.filter((each) => theirs.includes(each))).toEqual([]);
    });

    it("no Service leads to pods of the other", () => {
      const pairs = [
        [other.ofKind("Service"), ofKind("Deployment")],
        [ofKind("Service"), other.ofKind("Deployment")],
      ] as const;

      for (const [ofOne, ofOther] of pairs)
        for (const { spec } of ofOne)
          expect(ofOther.filter((each) => isSelected(spec?.selector ?? {}, each))).toEqual([]);
    });
  },
);

const network = createNetwork(ofKind("NetworkPolicy"));

function mayTalk(from: Pod, to: Pod, port: string): boolean {
  return network.mayTalk(from, to, port);
}

function podOf(name: string): Pod {
  return podOfDeployment(deploymentOf(name));
}

function podOfDeployment({ spec }: ReturnType<typeof deploymentOf>): Pod {
  return { namespace: "here", labels: spec?.template.metadata?.labels ?? {} };
}
