// One sentence on each process, for a reader who sees it for the first time.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import type { Services, System } from "../../../systems/system.ts";

const inEverySystem = new Map([
  ["event-bus", "Keeps every event in its log, and delivers each to every subscriber, in order."],
  ["client", "Serves this page, and passes its requests on to the services."],
]);

export function aboutService(
  services: Services,
  name: string,
  fact?: Pick<SubscriberFact, "isAdded">,
): string {
  const ours = aboutOurs(services, name);
  if (ours) return ours;
  if (!fact?.isAdded) return "A service of your own: it receives every event.";
  return "A service that was added in the lab: it receives every event, until it is removed here.";
}

/** Whether it belongs to the system. Anything else is the reader's own. */
export function isOurs(services: Services, name: string): boolean {
  return aboutOurs(services, name) !== undefined;
}

function aboutOurs(services: Services, name: string): string | undefined {
  const original = name.replace(/-\d+$/, "");
  return (
    inEverySystem.get(name) ?? services.get(name)?.about ?? services.get(original)?.aboutReplica
  );
}

/** What one types in a cluster, where there is no local runner. */
export function kubectlCommands(
  { deploymentOf }: Pick<System, "deploymentOf">,
  name: string,
): { title: string; text: string }[] {
  const deployment = deploymentOf(name);
  return [
    { title: "Stop it", text: `kubectl scale deployment ${deployment} --replicas=0` },
    { title: "Start it", text: `kubectl scale deployment ${deployment} --replicas=1` },
    {
      title: "Kill it: the cluster starts another",
      text: `kubectl delete pod -l app=${name} --grace-period=0 --force`,
    },
    { title: "Restart it", text: `kubectl rollout restart deployment ${deployment}` },
  ];
}
