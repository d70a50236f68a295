// The overlay of the shop with RabbitMQ, PostgreSQL and Redis: Kubernetes understands it, and it changes what is there. kustomize is
// not run.

import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  containerOf,
  describeOf,
  type Manifest,
  manifestsIn,
  readManifests,
} from "../../../infra/test/kubernetes/manifests.ts";
import { createNetwork } from "../../../infra/test/kubernetes/network.ts";
import { problemsOf } from "../../../infra/test/kubernetes/schema.ts";
import { readYaml } from "../../../infra/test/yaml-file.ts";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { system } from "../system.ts";

interface Patch extends Manifest {
  $patch?: string;
  spec: {
    replicas?: number;
    template?: {
      spec: {
        containers: {
          name: string;
          env: { name: string; value?: string | null; valueFrom?: { secretKeyRef: SecretKey } }[];
          lifecycle?: object;
        }[];
        volumes?: { name: string }[];
      };
    };
  };
}
interface SecretKey {
  name: string;
  key: string;
}

const FOLDER = "labs/shop/infra/k8s-seeds";
const { manifests: base, ofKind } = manifestsIn("labs/shop/k8s");
const { resources, patches } = readYaml<{
  resources: string[];
  patches: { path?: string; patch?: string }[];
}>(`${FOLDER}/kustomization.yaml`);
const read = (names: string[]) => names.flatMap((name) => readManifests(`${FOLDER}/${name}`));
const added = read(resources.filter((name) => name.endsWith(".yaml")));
const paths = patches.flatMap(({ path }) => path ?? []);
const inline = patches.flatMap(({ patch }) => (patch ? [parse(patch) as Manifest] : []));
const changes = [...read(paths), ...inline] as Patch[];
const servers = added.filter(({ kind }) => kind === "StatefulSet") as (Manifest & IStatefulSet)[];

it("It consists of the files that lie there", () => {
  const files = filesOfTheProject()
    .filter((path) => path.startsWith(`${FOLDER}/`))
    .map((path) => path.slice(FOLDER.length + 1));

  expect([...resources, ...paths, "kustomization.yaml"].toSorted()).toEqual(
    [...files, "../../k8s"].toSorted(),
  );
});

it.each(added.map((manifest) => [describeOf(manifest), manifest] as const))(
  "%s is understood by Kubernetes, and is not there yet",
  async (name, manifest) => {
    expect(await problemsOf(manifest)).toEqual([]);
    expect(base.map(describeOf)).not.toContain(name);
  },
);

it.each(changes.map((change) => [describeOf(change), change] as const))(
  "%s is there to be changed, with the containers and volumes that are named",
  (name, { $patch, spec }) => {
    expect(base.map(describeOf)).toContain(name);
    if ($patch === "delete" || !spec.template) return;
    const deployment = ofKind("Deployment").find((each) => describeOf(each) === name)!;
    const known = [containerOf(deployment), ...(deployment.spec?.template.spec?.volumes ?? [])];
    const { containers, volumes = [] } = spec.template.spec;
    expect(known.map((each) => each.name)).toEqual(
      expect.arrayContaining([...containers, ...volumes].map((each) => each.name)),
    );
  },
);

describe("Every service", () => {
  const ours = changes.filter(({ spec }) => spec?.replicas !== undefined);
  const settingsOf = (change: Patch) =>
    change.spec.template?.spec.containers[0]?.env.map(({ name }) => name);

  it("has a replica to hand over to, and a budget for it", () => {
    const names = ours.map(({ metadata }) => metadata.name).toSorted();
    const own = system.subscribers.toSorted();
    const budgets = added.filter(({ kind }) => kind === "PodDisruptionBudget") as (Manifest &
      IPodDisruptionBudget)[];

    expect(names).toEqual(own);
    for (const { spec } of ours) {
      expect(spec.replicas).toBe(2);
      expect(spec.template?.spec.containers[0]?.lifecycle).toBeDefined();
    }
    expect(
      budgets.map(({ spec }) => spec?.selector?.matchLabels?.["app.kubernetes.io/name"]).toSorted(),
    ).toEqual(own);
  });

  it("is given the engines that it needs: a stream, a database if it owns something, Redis if it caches", () => {
    for (const change of ours) {
      const service = system.services.find(({ name }) => name === change.metadata.name)!;

      expect(settingsOf(change), service.name).toEqual([
        "EVENT_BUS_URL",
        ...(service.keeps === "data" ? ["DATABASE_URL"] : []),
        ...(service.caches ? ["REDIS_URL"] : []),
      ]);
    }
  });

  it("has its secrets", () => {
    const written = added
      .filter(({ kind }) => kind === "Secret")
      .flatMap((secret) =>
        Object.keys((secret as { stringData?: object }).stringData ?? {}).map(
          (key) => `${secret.metadata.name} ${key}`,
        ),
      );
    const needed = changes.flatMap(
      ({ spec }) =>
        spec?.template?.spec.containers[0]?.env.flatMap(({ valueFrom }) =>
          valueFrom ? [`${valueFrom.secretKeyRef.name} ${valueFrom.secretKeyRef.key}`] : [],
        ) ?? [],
    );

    expect(needed).not.toEqual([]);
    for (const each of needed) expect(written).toContain(each);
  });
});

describe("The servers", () => {
  it("run as users without rights, who may write to their disks only", () => {
    expect(servers.map(({ metadata }) => metadata.name)).toEqual([
      "shop-rabbitmq",
      "shop-postgres",
      "shop-redis",
    ]);
    for (const { spec } of servers) {
      const pod = spec?.template.spec;
      expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true });
      expect(pod?.automountServiceAccountToken).toBe(false);
      for (const { securityContext, image, resources: limits } of pod?.containers ?? []) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(image).toMatch(/:\d+\.\d+(\.\d+)?-alpine$/);
        expect(Object.keys(limits?.limits ?? {})).toEqual(["memory"]);
      }
    }
  });

  it("are reached by those that need them, and by no other pod", () => {
    const policies = added.filter(({ kind }) => kind === "NetworkPolicy") as (Manifest &
      INetworkPolicy)[];
    const network = createNetwork([...ofKind("NetworkPolicy"), ...policies]);
    const podOf = (labels: Record<string, string> = {}) => ({ namespace: "here", labels });
    const callersOf = (server: string) => {
      const { spec } = servers.find(({ metadata }) => metadata.name === `shop-${server}`)!;
      return ofKind("Deployment")
        .map(({ spec: each }) => each?.template.metadata?.labels ?? {})
        .filter((labels) =>
          network.mayTalk(podOf(labels), podOf(spec?.template.metadata?.labels), server),
        )
        .map((labels) => labels["app.kubernetes.io/name"] ?? "")
        .toSorted();
    };
    const named = (choose: (service: (typeof system.services)[number]) => boolean | undefined) =>
      system.services
        .filter(choose)
        .map(({ name }) => name)
        .toSorted();

    expect(callersOf("rabbitmq")).toEqual(named(({ name }) => name !== "client"));
    expect(callersOf("postgres")).toEqual(named(({ keeps }) => keeps === "data"));
    expect(callersOf("redis")).toEqual(named(({ caches }) => caches));
  });
});
