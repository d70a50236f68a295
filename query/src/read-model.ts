// The read model: the view in memory, fed by deliveries, saved now and then. Its inbox keeps no ids: a position at or below
// the checkpoint is known, and the view converges, so a second time would change nothing.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import { type Checkpoint, judge } from "@blog/common/messaging/checkpoint";
import type { Delivery } from "@blog/common/wire/delivery";
import type { Effect, NoteEffect } from "@blog/common/wire/effects";
import { contracts } from "@blog/common/events";
import { checkContract } from "@blog/common/messaging/check-contract";
import { isContracted } from "@blog/common/messaging/contracts";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import type { Logger } from "@blog/common/base/logger";
import { reasonOf } from "@blog/common/base/reason";
import type { SnapshotStore } from "./snapshot-store.ts";
import { apply, rebase, type View, type ViewEvent, type ViewPost } from "./view.ts";

export interface ReadModel {
  view: View;
  inbox: CheckpointedInbox;
  /** Up to where the log is in the view, at this moment. */
  place(): Checkpoint;
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
  let saving: Promise<void> = Promise.resolve();
  let listener: (posts: Set<ViewPost>) => void = () => {};

  // Positions begin at 1 again: all that is known comes before them.
  function startOver(): void {
    if (view.last === 0) return;
    rebase(view);
    unsaved = new Set(view.posts.values());
  }

  function applyAll(found: Checked[], { redelivery }: Delivery, note?: NoteEffect): Set<ViewPost> {
    const changed = new Set<ViewPost>();
    for (const event of found) {
      const post = typeof event === "string" ? undefined : apply(view, event);
      if (post) changed.add(post);
      note?.(typeof event === "string" ? event : effectOnView(event, redelivery === true && !post));
    }
    return changed;
  }

  // With nothing new to save, what is being saved for another request may be what this one needs.
  function save(): Promise<void> {
    if (checkpoint !== savedAt || unsaved.size > 0) saving = saveChanges();
    return saving;
  }

  async function saveChanges(): Promise<void> {
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
    place: () => checkpoint,
    save,
    onChange(callback) {
      listener = callback;
    },
    inbox: {
      checkpoint: async () => checkpoint,
      async receive(delivery, note) {
        const { events, log, redelivery } = delivery;
        const { outcome, startsOver, isNew, reached } = judge(delivery, checkpoint);
        if (outcome !== "done") return outcome;

        // All are checked before the first is applied: a refused delivery has changed nothing.
        const found = events.map((event) => (isNew(event) ? checked(event) : "skipped"));
        if (startsOver) startOver();
        const changed = applyAll(found, delivery, note);
        checkpoint = reached;
        for (const post of changed) unsaved.add(post);
        if (changed.size > 0) listener(changed);
        // A redriven event is before the checkpoint, and an original bus may keep no log: a replay would find neither again.
        if (redelivery || log === undefined) await save();
        return outcome;
      },
    },
  };
}

/** What of an event the view has to know. */
type Checked = ViewEvent | "ignored" | "skipped";

function checked({ type, data, position }: ReceivedEvent): ViewEvent | "ignored" {
  if (!isContracted(contracts, type)) return "ignored";
  // The contract just checked is the one of this type; TypeScript cannot follow a key through two maps.
  const checkedData = checkContract(contracts, type, data);
  return { type, data: checkedData, ...(position && { position }) } as ViewEvent;
}

function effectOnView({ type }: ViewEvent, isKnown: boolean): Effect {
  // Moderation's decision changes nothing here: comments publishes the new status.
  if (type === "CommentModerated") return "ignored";
  return isKnown ? "duplicate" : "applied";
}

/** Saves every `intervalMs`. A crash in between costs a replay of that much from a log with positions, and nothing else. */
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
