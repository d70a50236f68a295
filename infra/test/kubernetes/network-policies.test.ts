// Who may talk to whom, worked out from the policies as a cluster would: a connection needs the consent of both ends.

import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import type { INetworkPolicyPort } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort";
import { describe, expect, it } from "vitest";
import { environmentOf, ofKind } from "./manifests.ts";

interface Pod {
  namespace: string;
  labels: Record<string, string>;
}

const NAMES = ["client", "posts", "comments", "query", "moderation", "event-bus"];

const pods = new Map<string, Pod>(
  ofKind("Deployment").map(({ spec }) => {
    const labels = spec?.template.metadata?.labels ?? {};
    return [labels.app ?? "", { namespace: "here", labels }];
  }),
);
pods.set("stranger", { namespace: "here", labels: { app: "stranger" } });
pods.set("prometheus", {
  namespace: "elsewhere",
  labels: { "app.kubernetes.io/name": "prometheus" },
});

/** Who may connect to whom, on the port where the blog's pods listen. */
function mayTalk(from: string, to: string): boolean {
  return (
    allows("Egress", pods.get(from)!, pods.get(to)!) &&
    allows("Ingress", pods.get(to)!, pods.get(from)!)
  );
}

function allows(direction: "Ingress" | "Egress", pod: Pod, other: Pod): boolean {
  const concerned = ofKind("NetworkPolicy")
    .map(({ spec }) => spec!)
    .filter(({ policyTypes }) => policyTypes?.includes(direction))
    .filter(({ podSelector }) => pod.namespace === "here" && matches(podSelector, pod.labels));
  if (concerned.length === 0) return true;
  return concerned.some(({ ingress = [], egress = [] }) => {
    const rules: {
      peers?: INetworkPolicyPeer[] | undefined;
      ports?: INetworkPolicyPort[] | undefined;
    }[] =
      direction === "Ingress"
        ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
        : egress.map(({ to, ports }) => ({ peers: to, ports }));
    return rules.some(
      ({ peers, ports }) =>
        (!ports || ports.some(({ port }) => port === "http")) &&
        (!peers || peers.some((peer) => isMeant(peer, other))),
    );
  });
}

function isMeant({ podSelector, namespaceSelector }: INetworkPolicyPeer, other: Pod): boolean {
  const isNear = namespaceSelector
    ? matches(namespaceSelector, { "kubernetes.io/metadata.name": other.namespace })
    : other.namespace === "here";
  return isNear && (!podSelector || matches(podSelector, other.labels));
}

function matches(
  selector: INetworkPolicyPeer["podSelector"],
  labels: Record<string, string>,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values?.includes(labels[key] ?? ""))
  );
}

describe("The network", () => {
  it("lets no services meet but by way of the gateway and the bus", () => {
    const allowed = NAMES.map((from) => [
      from,
      NAMES.filter((to) => from !== to && mayTalk(from, to)),
    ]);

    const services = ["posts", "comments", "query", "moderation"];
    expect(Object.fromEntries(allowed)).toEqual({
      client: [...services, "event-bus"],
      "event-bus": services,
      ...Object.fromEntries(services.map((service) => [service, ["event-bus"]])),
    });
  });

  it("lets strangers in by two doors: the gateway, and the NodePort of posts", () => {
    expect(NAMES.filter((to) => mayTalk("stranger", to))).toEqual(["client", "posts"]);
  });

  it("lets Prometheus look at every pod of ours", () => {
    expect(NAMES.filter((to) => mayTalk("prometheus", to))).toEqual(NAMES);
  });

  it("leaves pods that are not ours alone", () => {
    expect(mayTalk("stranger", "stranger")).toBe(true);
    expect(mayTalk("posts", "stranger")).toBe(false);
  });

  it("allows every address that a service is given", () => {
    const services = new Map(ofKind("Service").map(({ metadata, spec }) => [metadata.name, spec]));
    for (const deployment of ofKind("Deployment")) {
      const from = deployment.spec?.template.metadata?.labels?.app ?? "";
      const text = Object.values(environmentOf(deployment)).join(" ");
      const hosts = [...text.matchAll(/http:\/\/([\w-]+):/g)].map(([, host = ""]) => host);

      for (const host of hosts) {
        const to = services.get(host)?.selector?.app ?? "";
        expect(`${from} → ${to}: ${mayTalk(from, to)}`).toBe(`${from} → ${to}: true`);
      }
    }
  });

  it("lets every pod look up names", () => {
    const dns = ofKind("NetworkPolicy").find(({ metadata }) => metadata.name === "blog-dns");

    expect(dns?.spec?.podSelector).toEqual({
      matchLabels: { "app.kubernetes.io/part-of": "blog" },
    });
    // No `to`: a cache on each node is no pod, and OpenShift's DNS lives in a namespace of its own.
    expect(dns?.spec?.egress).toEqual([
      {
        ports: [53, 5353].flatMap((port) => [
          { port, protocol: "UDP" },
          { port, protocol: "TCP" },
        ]),
      },
    ]);
  });
});
