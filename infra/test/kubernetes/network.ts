// Which pod may connect to which, worked out from the network policies as a cluster would: a connection needs the consent of
// both ends.

import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { INetworkPolicyPeer } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer";
import type { INetworkPolicyPort } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyPort";

export interface Pod {
  namespace: string;
  labels: Record<string, string>;
}

export interface Network {
  /** Whether the first may connect to a port of the second, by the port's name. */
  mayTalk(from: Pod, to: Pod, port: string): boolean;
}

/** The policies hold in the namespace "here". */
export function createNetwork(policies: INetworkPolicy[]): Network {
  function allows(direction: "Ingress" | "Egress", pod: Pod, other: Pod, name: string): boolean {
    const concerned = policies
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
          (!ports || ports.some(({ port }) => port === name)) &&
          (!peers || peers.some((peer) => isMeant(peer, other))),
      );
    });
  }

  return {
    mayTalk: (from, to, port) =>
      allows("Egress", from, to, port) && allows("Ingress", to, from, port),
  };
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
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === "In") return values.includes(labels[key] ?? "");
      if (operator === "NotIn") return !values.includes(labels[key] ?? "");
      throw new Error(`No policy of ours has the operator ${operator}.`);
    })
  );
}
