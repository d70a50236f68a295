// The read model: the view in memory, fed by deliveries, saved now and then. Its inbox keeps no ids: a position at or below
// the checkpoint is known, and the view converges, so a second time would change nothing.

import type { ReceivedEvent } from "@blog/common/cloud-events";
import { advance, type Checkpoint, judge, START } from "@blog/common/checkpoint";
import type { Delivery } from "@blog/common/delivery";
import { checkContract, isContracted } from "@blog/common/handlers";
import type { CheckpointedInbox } from "@blog/common/inbox";
import type { Logger } from "@blog/common/logger";
import { reasonOf } from "@blog/common/reason";
import type { SnapshotStore } from "./snapshot-store.ts";
import { apply, rebase, type View, type ViewEvent, type ViewPost } from "./view.ts";

export interface ReadModel {
  view: View;
  inbox: CheckpointedInbox;
  /** Calls back with the posts a delivery has changed. */
  onChange(listener: (posts: Set<ViewPost>) => void): void;
  /** Saves what has changed since the last time. */
  save(): Promise<void>;
}

export async function openReadModel(snapshots: SnapshotStore): Promise<ReadModel> {
  const { view, checkpoint: saved } = await snapshots.load();
  let checkpoint: Checkpoint = saved;
  let unsaved = new Set<ViewPost>();
  let savedAt = checkpoint;
  let listener: (posts: Set<ViewPost>) => void = () => {};

  function followLog(log: string | undefined): void {
    if (log === undefined || log === checkpoint.log) return;
    if (view.last > 0) {
      rebase(view);
      unsaved = new Set(view.posts.values());
    }
    checkpoint = { ...START, log };
  }

  function applyAll({ events, redelivery }: Delivery): Set<ViewPost> {
    const isNews = ({ position }: ReceivedEvent) =>
      position === undefined ||
      position > checkpoint.position ||
      checkpoint.passedOver.includes(position);
    const news = redelivery ? events : events.filter(isNews);
    // All are checked before the first is applied: a refused delivery has changed nothing.
    const changes = news.flatMap(checked).map((event) => apply(view, event));
    return new Set(changes.filter((post) => post !== undefined));
  }

  async function save(): Promise<void> {
    if (checkpoint === savedAt && unsaved.size === 0) return;
    const [posts, at] = [unsaved, checkpoint];
    unsaved = new Set();
    try {
      await snapshots.save(posts, view, at);
      savedAt = at;
    } catch (error) {
      for (const post of posts) unsaved.add(post);
      throw error;
    }
  }

  return {
    view,
    save,
    onChange(callback) {
      listener = callback;
    },
    inbox: {
      checkpoint: async () => checkpoint,
      async receive(delivery) {
        followLog(delivery.log);
        const outcome = judge(delivery, checkpoint);
        if (outcome !== "done") return outcome;
        const changed = applyAll(delivery);
        checkpoint = advance(delivery, checkpoint);
        for (const post of changed) unsaved.add(post);
        if (changed.size > 0) listener(changed);
        // A redriven event stands before the checkpoint: a replay after a crash would not find it again.
        if (delivery.redelivery) await save();
        return outcome;
      },
    },
  };
}

// None for types this view knows nothing of.
function checked({ type, data, position }: ReceivedEvent): ViewEvent[] {
  if (!isContracted(type)) return [];
  // The contract just checked is the one of this type; TypeScript cannot follow a key through two maps.
  return [{ type, data: checkContract(type, data), ...(position && { position }) } as ViewEvent];
}

/** Saves every `intervalMs`. A crash in between costs a replay of that much, and nothing else. */
export function startSaving(
  model: ReadModel,
  intervalMs: number,
  log: Logger,
): { stop(): Promise<void> } {
  const timer = setInterval(() => {
    model
      .save()
      .catch((error) => log.error({ reason: reasonOf(error) }, "the view cannot be saved"));
  }, intervalMs);

  return {
    async stop() {
      clearInterval(timer);
      await model.save();
    },
  };
}
