// The read model of query: the real view, saved to real SQLite now and then. What took effect is read off the view.

import { createSqliteDatabase } from "@blog/common/engines/sqlite/database-sqlite";
import { startCatchUp } from "@blog/common/messaging/catch-up";
import type { CheckpointedInbox } from "@blog/common/messaging/inbox";
import { openReadModel } from "../../../query/src/read-model.ts";
import {
  checksumColumn,
  createSnapshotStore,
  snapshotTable,
} from "../../../query/src/snapshot-store.ts";
import { createView, type View } from "../../../query/src/view.ts";
import type { Bugs } from "./bugs.ts";
import { createMachine, type Machine, type World } from "./machine.ts";
import {
  type Accidents,
  connectBus,
  createAccidents,
  isPoison,
  listen,
  log,
  mortal,
  nameOf,
} from "./parts.ts";

export interface Query {
  machine: Machine;
  accidents: Accidents;
  view(): View;
}

const SAVE_EVERY_MS = 1000;

export function createQuery(world: World, bugs: Bugs): Query {
  const accidents = createAccidents();
  let view = createView();

  const machine = createMachine(world, "query", ["query.db"], async (life) => {
    const { platform } = life;
    const sqlite = world.disks.open("query.db", life);
    const migrations = [snapshotTable, checksumColumn];
    const db = await createSqliteDatabase(sqlite, migrations, platform.clock);
    const model = await openReadModel(createSnapshotStore(db));
    view = model.view;
    const save = () => {
      void model.save().catch(() => undefined);
      platform.clock.setTimer(save, SAVE_EVERY_MS);
    };
    save();
    const careful: CheckpointedInbox = {
      ...model.inbox,
      async receive(delivery, note) {
        if (delivery.events.some((event) => isPoison(world, accidents, nameOf(event))))
          throw new Error("this event cannot be borne");
        return model.inbox.receive(delivery, note);
      },
    };
    const inbox = mortal(world, bugs.inbox?.(careful) ?? careful, accidents, () => machine);
    const bus = connectBus(world, life);
    const catchUp = startCatchUp({ bus, inbox, log, platform });
    listen(world, life, inbox);

    return async () => {
      await catchUp.stop();
      await bus.close();
      await model.save();
      await db.close();
    };
  });

  return { machine, accidents, view: () => view };
}

interface Named {
  type: string;
  data: { id: string; postId?: string };
}

/** Whether the view shows the effect of this event. */
export function shows(view: View, { type, data: { id, postId = "" } }: Named): boolean {
  if (type === "PostCreated") return typeof view.posts.get(id)?.title === "string";
  const comment = view.posts.get(postId)?.comments.find((one) => one.id === id);
  if (type === "CommentCreated") return comment !== undefined;
  if (type === "CommentUpdated") return comment !== undefined && comment.version !== null;
  return true;
}
