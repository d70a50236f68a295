// Which pods of the blog may connect to which, by its network policies.

import { describe, expect, it } from "vitest";
import { environmentOf, ofKind } from "./manifests.ts";
import { createNetwork, type Pod } from "./network.ts";
import { blog } from "../../systems/blog.ts";
import { serviceNames } from "../../systems/system.ts";

const NAMES = serviceNames(blog);

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

const network = createNetwork(ofKind("NetworkPolicy"));

/** On the port where the blog's pods listen. */
function mayTalk(from: string, to: string): boolean {
  return network.mayTalk(pods.get(from)!, pods.get(to)!, "http");
}

describe("The network", () => {
  it("lets no services meet but by way of the gateway and the bus", () => {
    const allowed = NAMES.map((from) => [
      from,
      NAMES.filter((to) => from !== to && mayTalk(from, to)),
    ]);

    const services = blog.subscribers;
    expect(Object.fromEntries(allowed)).toEqual({
      client: ["event-bus", ...services],
      "event-bus": services,
      ...Object.fromEntries(services.map((service) => [service, ["event-bus"]])),
    });
  });

  it("lets strangers in by two doors: the gateway, and the NodePort of posts", () => {
    expect(NAMES.filter((to) => mayTalk("stranger", to)).toSorted()).toEqual(["client", "posts"]);
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
