// Kubernetes understands each object, and the objects find each other. No cluster is asked.

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { containerOf, describeOf, isSelected, manifests, ofKind } from "./manifests.ts";
import { problemsOf } from "./schema.ts";

const deployments = ofKind("Deployment");

describe("Kubernetes", () => {
  it.each(manifests.map((manifest) => [describeOf(manifest), manifest] as const))(
    "understands %s",
    async (_name, manifest) => {
      expect(await problemsOf(manifest)).toEqual([]);
    },
  );

  it("would not understand a misspelt field, a wrong type or a missing part", async () => {
    const metadata = { name: "a" };
    const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata };

    const misspelt = { ...budget, spec: { maxUnavailable: 1, selector: { matchLabel: {} } } };
    expect(await problemsOf(misspelt)).toEqual([".spec.selector.matchLabel: unknown field"]);

    const service = { apiVersion: "v1", kind: "Service", metadata };
    const wrong = await problemsOf({ ...service, spec: { ports: [{ port: "80" }] } });
    expect(wrong.join()).toContain("port");

    const deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: {} };
    expect((await problemsOf(deployment)).join()).toContain("selector");
  });

  it("defines each object once", () => {
    const names = manifests.map(describeOf);

    expect(names).toEqual([...new Set(names)]);
  });
});

describe("A selector", () => {
  it.each(deployments.map((each) => [each.metadata.name, each] as const))(
    "of %s finds its own pods",
    (_name, deployment) => {
      expect(isSelected(deployment.spec?.selector.matchLabels ?? {}, deployment)).toBe(true);
    },
  );

  it("of a budget finds pods of which there is more than one", () => {
    for (const { spec, metadata } of ofKind("PodDisruptionBudget")) {
      const selector = spec?.selector?.matchLabels ?? {};
      const replicas = deployments
        .filter((deployment) => isSelected(selector, deployment))
        .map((deployment) => deployment.spec?.replicas ?? 1);

      expect(replicas, metadata.name).toHaveLength(1);
      expect(replicas[0], metadata.name).toBeGreaterThan(1);
    }
  });
});

describe("A Service", () => {
  it.each(ofKind("Service").map((each) => [each.metadata.name, each] as const))(
    "%s leads to a port of one Deployment's pods",
    (_name, { spec }) => {
      const found = deployments.filter((each) => isSelected(spec?.selector ?? {}, each));
      expect(found).toHaveLength(1);

      const container = containerOf(found[0]!);
      const targets = spec?.ports?.map(({ port, targetPort }) => targetPort ?? port) ?? [];
      for (const target of targets) {
        const port = container.ports?.find((each) =>
          [each.name, each.containerPort].includes(target),
        );
        expect(port?.containerPort).toBe(spec?.ports?.[0]?.port);
      }
    },
  );

  it("that is open to the outside has a port of its own that Kubernetes gives away", () => {
    const ports = ofKind("Service").flatMap(({ spec }) =>
      (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [nodePort])),
    );

    expect(ports).toEqual([...new Set(ports)]);
    for (const port of ports) expect(port >= 30_000 && port <= 32_767, `${port}`).toBe(true);
  });

  it("is what each path of the ingress leads to", () => {
    const services = ofKind("Service");
    const backends = ofKind("Ingress")
      .flatMap(({ spec }) => spec?.rules ?? [])
      .flatMap(({ http }) => http?.paths ?? [])
      .map(({ backend }) => backend.service);

    expect(backends).not.toEqual([]);
    for (const backend of backends) {
      const service = services.find(({ metadata }) => metadata.name === backend?.name);
      expect(service?.spec?.ports?.map(({ name }) => name)).toContain(backend?.port?.name);
    }
  });
});

describe("What is written to", () => {
  it.each(deployments.map((each) => [each.metadata.name, each] as const))(
    "is there for %s",
    (_name, deployment) => {
      const volumes = deployment.spec?.template.spec?.volumes ?? [];
      const mounts = containerOf(deployment).volumeMounts ?? [];
      expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));

      const claims = volumes.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
      const known = ofKind("PersistentVolumeClaim").map(({ metadata }) => metadata.name);
      for (const claim of claims) expect(known).toContain(claim);
      // A disk of its own has one writer: never two pods at once, not even for a moment.
      const { replicas, strategy } = deployment.spec ?? {};
      if (claims.length > 0) expect([replicas, strategy?.type]).toEqual([1, "Recreate"]);
      else expect(strategy?.rollingUpdate?.maxUnavailable).toBe(0);
    },
  );
});

describe("A kustomization", () => {
  const files = filesOfTheProject().filter((path) => /^infra\/.*kustomization\.yaml$/.test(path));

  it.each(files)("%s lists what exists", (file) => {
    const { resources } = parse(readFileSync(file, "utf8")) as { resources: string[] };

    const missing = resources.filter((path) => !existsSync(posix.join(posix.dirname(file), path)));
    expect(missing).toEqual([]);
  });

  it("leaves out nothing but the optional ingress", () => {
    const { resources } = parse(readFileSync("infra/k8s/kustomization.yaml", "utf8")) as {
      resources: string[];
    };

    const all = filesOfTheProject().filter((path) => path.startsWith("infra/k8s/"));
    const missing = all
      .map((path) => posix.basename(path))
      .filter((name) => !resources.includes(name));
    expect(missing).toEqual(["ingress-srv.yaml", "kustomization.yaml"]);
  });
});
