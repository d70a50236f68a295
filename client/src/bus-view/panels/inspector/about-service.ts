// One sentence on each process of the blog, for a reader who sees it for the first time.

import type { SubscriberFact } from "@blog/event-bus/lab/records";

const sentences = new Map([
  ["posts", "Accepts new posts and publishes PostCreated."],
  ["comments", "Accepts comments, and changes their status once moderation has decided."],
  [
    "query",
    "Answers what the blog looks like, from a view built out of events. It publishes nothing.",
  ],
  ["moderation", "Decides on each new comment: “orange” is rejected. It keeps nothing."],
  ["event-bus", "Keeps every event in its log, and delivers each to every subscriber, in order."],
  ["client", "Serves this page, and passes its requests on to the services."],
]);

export function aboutService(name: string, fact?: Pick<SubscriberFact, "isAdded">): string {
  const known = sentences.get(name);
  if (known) return known;
  if (isReplica(name)) return "One more comments service, with data of its own.";
  if (!fact?.isAdded) return "A service of your own: it receives every event.";
  return "A service that was added in the lab: it receives every event, until it is removed here.";
}

/** Whether it belongs to the blog. Anything else is the reader's own. */
export function isOurs(name: string): boolean {
  return sentences.has(name) || isReplica(name);
}

function isReplica(name: string): boolean {
  return /^comments-\d+$/.test(name);
}

/** What one types in a cluster, where there is no local runner. The deployments have the course's names. */
export function kubectlCommands(name: string): { title: string; text: string }[] {
  return [
    { title: "Stop it", text: `kubectl scale deployment ${name}-depl --replicas=0` },
    { title: "Start it", text: `kubectl scale deployment ${name}-depl --replicas=1` },
    {
      title: "Kill it: the cluster starts another",
      text: `kubectl delete pod -l app=${name} --grace-period=0 --force`,
    },
    { title: "Restart it", text: `kubectl rollout restart deployment ${name}-depl` },
  ];
}
