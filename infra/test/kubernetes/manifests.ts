// The Kubernetes objects of the project, as their files have them: those of the blog, and those of each lab. kustomize and its
// overlays are not applied.

import { readFileSync } from "node:fs";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { ISecret } from "kubernetes-models/v1/Secret";
import type { IService } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";
import { filesOfTheProject } from "../../../tests/project-files.ts";

interface Kinds {
  ConfigMap: IConfigMap;
  Secret: ISecret;
  Deployment: IDeployment;
  Service: IService;
  Ingress: IIngress;
  NetworkPolicy: INetworkPolicy;
  PersistentVolumeClaim: IPersistentVolumeClaim;
  PodDisruptionBudget: IPodDisruptionBudget;
}

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec?: object;
}

/** What is in one folder. */
export interface Manifests {
  folder: string;
  manifests: Manifest[];
  ofKind<Kind extends keyof Kinds>(kind: Kind): (Manifest & Kinds[Kind])[];
}

const files = filesOfTheProject().filter((path) =>
  /^(infra|labs\/[^/]+)\/k8s\/.*\.yaml$/.test(path),
);

/** Of each system, by its folder: the blog's is infra/k8s. */
export const systems: Manifests[] = [
  ...new Set(files.map((path) => path.replace(/(?<=\/k8s)\/.*/, ""))),
].map(manifestsIn);

export function manifestsIn(folder: string): Manifests {
  const manifests = files
    .filter((path) => path.startsWith(`${folder}/`) && !path.endsWith("kustomization.yaml"))
    .flatMap(readManifests);
  return {
    folder,
    manifests,
    // An object of this kind that has other fields fails in manifests.test.ts.
    ofKind: <Kind extends keyof Kinds>(kind: Kind) =>
      manifests.filter((manifest) => manifest.kind === kind) as (Manifest & Kinds[Kind])[],
  };
}

/** The blog's. */
export const { manifests, ofKind } = manifestsIn("infra/k8s");

export function readManifests(path: string): Manifest[] {
  return parseAllDocuments(readFileSync(path, "utf8")).map((document) => {
    if (document.errors[0]) throw new Error(`${path}: ${document.errors[0].message}`);
    // Whether it is one is what manifests.test.ts finds out.
    return document.toJS() as Manifest;
  });
}

/** `describeOf(manifest)` is what kubectl calls it: `Service/posts-srv`. */
export function describeOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** The one container of a Deployment. */
export function containerOf({ spec }: IDeployment): IContainer {
  const [container, ...others] = spec?.template.spec?.containers ?? [];
  if (!container || others.length > 0) throw new Error("There has to be one container.");
  return container;
}

/** The environment of a container, without secrets. */
export function environmentOf(deployment: IDeployment): Record<string, string> {
  const env = containerOf(deployment).env ?? [];
  return Object.fromEntries(env.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}

/** The Deployment whose pods a Service, a policy or a budget means. */
export function isSelected(selector: Record<string, string>, { spec }: IDeployment): boolean {
  const labels = spec?.template.metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
