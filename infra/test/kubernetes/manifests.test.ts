// Kubernetes understands each object, and the objects find each other. No cluster is asked.

import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { containerOf, describeOf, isSelected, systems } from "./manifests.ts";
import { problemsOf } from "./schema.ts";
import { readYaml } from "../yaml-file.ts";

const kustomizations = filesOfTheProject().filter((path) =>
  /^(infra|labs)\/.*kustomization\.yaml$/.test(path),
);

it("Kubernetes would not understand a misspelt field, a wrong type or a missing part", async () => {
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

it.each(kustomizations)("%s lists what exists", (file) => {
  const { resources } = parse(readFileSync(file, "utf8")) as { resources: string[] };

  const missing = resources.filter((path) => !existsSync(posix.join(posix.dirname(file), path)));
  expect(missing).toEqual([]);
});

describe.each(systems)("In $folder", ({ folder, manifests, ofKind }) => {
  const deployments = ofKind("Deployment");

  describe("Kubernetes", () => {
    it.each(manifests.map((manifest) => [describeOf(manifest), manifest] as const))(
      "understands %s",
      async (_name, manifest) => {
        expect(await problemsOf(manifest)).toEqual([]);
      },
    );

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
        expect(spec?.ports).not.toEqual([]);
        for (const { port, targetPort = port } of spec?.ports ?? []) {
          const named = container.ports?.find((each) =>
            [each.name, each.containerPort].includes(targetPort),
          );
          expect(named?.containerPort).toBe(port);
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

      expect(backends.length > 0).toBe(ofKind("Ingress").length > 0);
      for (const backend of backends) {
        const service = services.find(({ metadata }) => metadata.name === backend?.name);
        expect(service?.spec?.ports?.map(({ name }) => name)).toContain(backend?.port?.name);
      }
    });
  });

  describe("What is written elsewhere", () => {
    const generated = kustomizations
      .filter((path) => path.startsWith(`${folder}/`))
      .flatMap(
        (path) =>
          readYaml<{ secretGenerator?: { name: string; literals: string[] }[] }>(path)
            .secretGenerator ?? [],
      )
      .flatMap(({ name, literals }) => literals.map((each) => `${name} ${each.split("=")[0]}`));
    const written = [...ofKind("Secret"), ...ofKind("ConfigMap")].flatMap((each) =>
      Object.keys({ ...each.data, ...("stringData" in each && each.stringData) }).map(
        (key) => `${each.metadata.name} ${key}`,
      ),
    );

    it.each(deployments.map((each) => [each.metadata.name, each] as const))(
      "is there for %s: settings, secrets, files",
      (_name, deployment) => {
        const refs =
          containerOf(deployment).env?.flatMap(
            ({ valueFrom }) => valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef ?? [],
          ) ?? [];
        const volumes = deployment.spec?.template.spec?.volumes ?? [];
        const items = volumes.flatMap(
          ({ configMap }) =>
            configMap?.items?.map(({ key }) => ({ name: configMap.name, key })) ?? [],
        );

        for (const { name, key } of [...refs, ...items])
          expect([...generated, ...written]).toContain(`${name} ${key}`);
      },
    );
  });

  describe("What is written to", () => {
    it.each(deployments.map((each) => [each.metadata.name, each] as const))(
      "is there for %s",
      (_name, deployment) => {
        const volumes = deployment.spec?.template.spec?.volumes ?? [];
        const mounts = containerOf(deployment).volumeMounts ?? [];
        expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));

        const claims = volumes.flatMap(
          ({ persistentVolumeClaim: claim }) => claim?.claimName ?? [],
        );
        const known = ofKind("PersistentVolumeClaim").map(({ metadata }) => metadata.name);
        for (const claim of claims) expect(known).toContain(claim);
        // A disk of its own has one writer: never two pods at once, not even for a moment.
        const { replicas, strategy } = deployment.spec ?? {};
        if (claims.length > 0) expect([replicas, strategy?.type]).toEqual([1, "Recreate"]);
        else expect(strategy?.rollingUpdate?.maxUnavailable).toBe(0);
      },
    );
  });

  it("all that lies there is applied, but for the optional ingress", () => {
    const { resources } = parse(readFileSync(`${folder}/kustomization.yaml`, "utf8")) as {
      resources: string[];
    };

    const all = filesOfTheProject().filter((path) => path.startsWith(`${folder}/`));
    const missing = all
      .map((path) => posix.relative(folder, path))
      .filter((name) => !resources.includes(name));
    expect(missing.filter((name) => name !== "ingress-srv.yaml")).toEqual(["kustomization.yaml"]);
  });
});
