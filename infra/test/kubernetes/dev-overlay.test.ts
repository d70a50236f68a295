// The overlay of `skaffold dev`, of each system: its patches are applied here as kustomize applies them (RFC 6902, as much of it
// as they use).

import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { readYaml } from "../yaml-file.ts";
import { parse } from "yaml";
import { containerOf, describeOf, systems } from "./manifests.ts";

interface Operation {
  op: "replace" | "remove";
  path: string;
  value?: unknown;
}

interface Overlay {
  resources: [string];
  patches: { target: { kind: string; labelSelector?: string }; patch: string }[];
}

const overlays = filesOfTheProject()
  .filter((file) => /^(infra\/overlays|labs\/[^/]+\/infra)\/dev\/kustomization\.yaml$/.test(file))
  .map((file) => ({ file, ...readYaml<Overlay>(file) }));

/** Both operations need something at the path: kustomize refuses a patch that finds nothing there. */
function apply<Document extends object>(document: Document, { op, path, value }: Operation) {
  const changed = structuredClone(document);
  const keys = path.slice(1).split("/");
  const last = keys.pop() ?? "";
  // Whatever is on the way is an object or a list, or the next lookup fails the test.
  const parent = keys.reduce(
    (part, key) => part[key] as typeof part,
    changed as Record<string, unknown>,
  );
  expect(Object.keys(parent), path).toContain(last);
  if (op === "remove") delete parent[last];
  else parent[last] = value;
  return changed;
}

/** Of `key!=value`, the only kind of selector that an overlay has; all that there is without one. */
function isMeant({ labelSelector }: { labelSelector?: string }, labels: Record<string, string>) {
  const [key = "", value] = labelSelector?.split("!=") ?? [];
  return labels[key] !== value || labelSelector === undefined;
}

describe.each(overlays)("The overlay for development in $file", ({ file, resources, patches }) => {
  const base = posix.join(posix.dirname(file), resources[0]);
  const deployments = systems.find(({ folder }) => folder === base)!.ofKind("Deployment");
  const operations = patches.flatMap(({ patch }) => parse(patch) as Operation[]);
  const meant = deployments.filter(({ metadata }) =>
    isMeant(patches[0]?.target ?? {}, metadata.labels ?? {}),
  );

  it("changes Deployments of ours and nothing else", () => {
    expect(patches.map(({ target }) => target.kind)).toEqual(["Deployment"]);
    const ours = deployments.filter((each) => containerOf(each).image?.startsWith("you/"));
    expect(meant).toEqual(ours);
  });

  it.each(meant.map((one) => [describeOf(one), one] as const))(
    "never restarts %s while an edit does not compile, and shows when it works",
    (_name, deployment) => {
      const { readinessProbe, ...container } = containerOf(operations.reduce(apply, deployment));

      expect(container.livenessProbe).toBeUndefined();
      expect(container.startupProbe).toBeUndefined();
      expect(readinessProbe?.httpGet?.path ?? readinessProbe?.grpc).toBeDefined();
      expect(container.securityContext?.readOnlyRootFilesystem).toBe(false);
    },
  );
});
