// What a pod may do: as little as Kubernetes's "restricted" standard demands, and a little less. And that it can be watched,
// moved and stopped. https://kubernetes.io/docs/concepts/security/pod-security-standards

import { describe, expect, it } from "vitest";
import { containerOf, systems } from "./manifests.ts";

const HARMLESS = new Set(["configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"]);

// See DRAIN_MS in common/src/http/run.ts.
const LONGEST_STOP_SECONDS = 9;

const deployments = systems.flatMap(({ folder, ofKind }) =>
  ofKind("Deployment").map((each) => [each.metadata.name, folder, each] as const),
);

// What is not ours brings its own user, is asked in its own way, and has no metrics.
const USERS: Record<string, number> = { postgres: 70 };

describe.each(deployments)("The pods of %s in %s", (app, _folder, deployment) => {
  const pod = deployment.spec!.template.spec!;
  const container = containerOf(deployment);
  const port = (wanted: string) =>
    container.ports?.find((each) => each.name === wanted)?.containerPort;
  const isOurs = container.image?.startsWith("you/") ?? false;
  const user = isOurs ? 1000 : USERS[app];

  it("run as a user without rights, known by number", () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("share nothing with their node, and have no key to the cluster", () => {
    const kinds = (pod.volumes ?? []).flatMap(({ name: _, ...volume }) => Object.keys(volume));

    expect(kinds.filter((kind) => !HARMLESS.has(kind))).toEqual([]);
    expect(pod).not.toHaveProperty("hostNetwork");
    expect(pod).not.toHaveProperty("hostPID");
    expect(pod).not.toHaveProperty("hostIPC");
    expect(container.ports?.some(({ hostPort }) => hostPort)).toBe(false);
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.enableServiceLinks).toBe(false);
  });

  it("are asked three different questions", () => {
    const { startupProbe, readinessProbe, livenessProbe } = container;

    if (isOurs) {
      expect(startupProbe?.httpGet).toEqual({ path: "/healthz", port: "http" });
      expect(livenessProbe?.httpGet).toEqual({ path: "/healthz", port: "http" });
      // Kubernetes knows the standard health service of gRPC, but no ports by name there.
      const { httpGet, grpc } = readinessProbe ?? {};
      if (port("grpc")) expect(grpc).toEqual({ port: port("grpc") });
      else expect(httpGet).toEqual({ path: "/readyz", port: "http" });
    }
    for (const probe of [startupProbe, readinessProbe, livenessProbe]) expect(probe).toBeDefined();
    // A process that is slow to answer for a moment is not dead.
    const secondsUntilRestart =
      (livenessProbe?.periodSeconds ?? 10) * (livenessProbe?.failureThreshold ?? 3);
    expect(secondsUntilRestart).toBeGreaterThanOrEqual(30);
  });

  it("have time to stop in order", () => {
    const preStop = container.lifecycle?.preStop?.sleep?.seconds ?? 0;

    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(preStop + LONGEST_STOP_SECONDS);
  });

  it("hand over before they stop, where there is a replica to hand over to", () => {
    const hasOthers = (deployment.spec?.replicas ?? 1) > 1;

    expect(container.lifecycle?.preStop?.sleep?.seconds ?? 0).toBe(hasOthers ? 3 : 0);
  });

  it("request what they need, and are limited in memory", () => {
    expect(Object.keys(container.resources?.requests ?? {})).toEqual(["cpu", "memory"]);
    expect(Object.keys(container.resources?.limits ?? {})).toEqual(["memory"]);
  });

  it("come from an image with a version, which need not be in a registry", () => {
    expect(container.image).toMatch(isOurs ? /:\d+\.\d+\.\d+$/ : /:\d+\.\d+(\.\d+)?-alpine$/);
    expect(container.imagePullPolicy).toBe("IfNotPresent");
  });

  it("have no lab, in which any visitor could break something", () => {
    expect(container.env?.map(({ name }) => name)).not.toContain("LAB");
  });

  it("are found by Prometheus, if they have figures", () => {
    const scraped = {
      "prometheus.io/scrape": "true",
      "prometheus.io/port": String(port("http")),
    };

    expect(deployment.spec?.template.metadata?.annotations).toEqual(isOurs ? scraped : undefined);
  });
});
