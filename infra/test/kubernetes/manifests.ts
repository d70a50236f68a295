// The Kubernetes objects of the project, as their files have them. kustomize and its overlays are not applied.

import { readFileSync } from "node:fs";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IIngress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IService } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";
import { filesOfTheProject } from "../../../tests/project-files.ts";

interface Kinds {
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

export const manifests: Manifest[] = filesOfTheProject()
  .filter((path) => /^infra\/k8s\/.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"))
  .flatMap(readManifests);

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

export function ofKind<Kind extends keyof Kinds>(kind: Kind): (Manifest & Kinds[Kind])[] {
  // An object of this kind that has other fields fails in manifests.test.ts.
  return manifests.filter((manifest) => manifest.kind === kind) as (Manifest & Kinds[Kind])[];
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
