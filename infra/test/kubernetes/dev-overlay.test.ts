// The overlay of `skaffold dev`: its patches are applied here as kustomize applies them (RFC 6902, as much of it as they use).

import { describe, expect, it } from "vitest";
import { readYaml } from "../yaml-file.ts";
import { parse } from "yaml";
import { containerOf, describeOf, ofKind } from "./manifests.ts";

interface Operation {
  op: "replace" | "remove";
  path: string;
  value?: unknown;
}

const { patches } = readYaml<{ patches: { target: { kind: string }; patch: string }[] }>(
  "infra/overlays/dev/kustomization.yaml",
);
const operations = patches.flatMap(({ patch }) => parse(patch) as Operation[]);

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

describe("The overlay for development", () => {
  it("changes Deployments and nothing else", () => {
    expect(patches.map(({ target }) => target)).toEqual([{ kind: "Deployment" }]);
  });

  it.each(ofKind("Deployment").map((one) => [describeOf(one), one] as const))(
    "never restarts %s while an edit does not compile, and shows when it works",
    (_name, deployment) => {
      const container = containerOf(operations.reduce(apply, deployment));

      expect(container.livenessProbe).toBeUndefined();
      expect(container.startupProbe).toBeUndefined();
      expect(container.readinessProbe?.httpGet?.path).toBe("/readyz");
      expect(container.securityContext?.readOnlyRootFilesystem).toBe(false);
    },
  );
});
