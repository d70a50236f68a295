// The overlay for more than one machine: Kubernetes understands it, and it changes what is there. kustomize is not run.

import { readFileSync } from "node:fs";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { describeOf, type Manifest, manifests, ofKind, readManifests } from "./manifests.ts";
import { problemsOf } from "./schema.ts";

interface Kustomization {
  resources: string[];
  patches: { path?: string; patch?: string }[];
}

interface Patch extends Manifest {
  $patch?: string;
  spec: {
    template?: { spec: { containers: { name: string }[]; volumes?: { name: string }[] } };
  };
}

const folder = "infra/scale";
// As it is written there; the next test looks whether the files are.
const { resources, patches } = parse(
  readFileSync(`${folder}/kustomization.yaml`, "utf8"),
) as Kustomization;
const read = (names: string[]) => names.flatMap((name) => readManifests(`${folder}/${name}`));
const added = read(resources.filter((name) => name.endsWith(".yaml")));
const paths = patches.flatMap(({ path }) => path ?? []);
const inline = patches.flatMap(({ patch }) => (patch ? [parse(patch) as Manifest] : []));
const changes = [...read(paths), ...inline] as Patch[];

describe("The overlay for more than one machine", () => {
  it("consists of the files that lie there", () => {
    const files = filesOfTheProject()
      .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(".yaml"))
      .map((path) => path.slice(folder.length + 1));
    const named = [...resources, ...paths, "kustomization.yaml"];

    expect(named.filter((name) => name !== "../k8s").toSorted()).toEqual(files.toSorted());
  });

  it.each(added.map((manifest) => [describeOf(manifest), manifest] as const))(
    "adds %s, which Kubernetes understands and which is not there yet",
    async (name, manifest) => {
      expect(await problemsOf(manifest)).toEqual([]);
      expect(manifests.map(describeOf)).not.toContain(name);
    },
  );

  it.each(changes.map((change) => [describeOf(change), change] as const))(
    "changes %s, which is there, with the containers and volumes that it names",
    (name, { $patch, spec }) => {
      expect(manifests.map(describeOf)).toContain(name);
      if ($patch === "delete" || !spec.template) return;
      const [deployment] = ofKind("Deployment").filter((each) => describeOf(each) === name);
      const pod = deployment?.spec?.template.spec;
      const known = [...(pod?.containers ?? []), ...(pod?.volumes ?? [])].map((each) => each.name);
      const { containers = [], volumes = [] } = spec.template.spec;
      expect(known).toEqual(
        expect.arrayContaining([...containers, ...volumes].map((each) => each.name)),
      );
    },
  );

  it("lets grow what is there, from as many as it starts with", () => {
    const scalers = added.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    for (const { spec } of scalers as (Manifest & IHorizontalPodAutoscaler)[]) {
      const target = `Deployment/${spec?.scaleTargetRef.name}`;
      expect(manifests.map(describeOf)).toContain(target);
      expect(spec?.minReplicas).toBeGreaterThan(1);
      expect(spec?.maxReplicas).toBeGreaterThan(spec?.minReplicas ?? 0);
    }
  });

  // Each listens once its server has answered: PostgreSQL for posts and comments, the stream's start for query.
  it.each(["posts", "comments", "query"])("gives %s five minutes to begin", (name) => {
    const change = changes.find(({ metadata }) => metadata.name === `${name}-depl`);

    expect(change?.spec.template?.spec.containers).toMatchObject([
      { name, startupProbe: { failureThreshold: 300 } },
    ]);
  });

  it("runs the servers as strangers who may write to their disks only", () => {
    const servers = added.filter(({ kind }) => kind === "StatefulSet") as (Manifest &
      IStatefulSet)[];
    expect(servers.map(({ metadata }) => metadata.name)).toEqual(["nats", "postgres"]);
    for (const { spec } of servers) {
      const pod = spec?.template.spec;
      expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true });
      for (const { securityContext, image } of pod?.containers ?? []) {
        expect(securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(image).toMatch(/:\d+\.\d+(\.\d+)?-alpine$/);
      }
    }
  });
});
