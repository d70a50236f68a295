// What became of each event, as query reports it to its caller.

import { expect, describe, it } from "vitest";
import { createQuery, postCreated } from "./query-service.ts";

const log = "log-1";
const at = (position: number) => ({ ...postCreated(`p${position}`), position });

describe("What became of each event", () => {
  it("is reported: applied, behind the checkpoint, nothing to do, known already", async () => {
    const { inbox } = await createQuery();
    const effects: string[] = [];
    const note = (effect: string) => effects.push(effect);
    const decision = { id: "c1", postId: "p1", content: "A", status: "approved" as const };

    await inbox.receive({ log, previous: 0, events: [at(1)] }, note);
    const moderated = { type: "CommentModerated", data: decision, position: 2 };
    await inbox.receive({ log, previous: 0, events: [at(1), moderated] }, note);
    await inbox.receive({ log, previous: 0, redelivery: true, events: [at(1)] }, note);

    expect(effects).toEqual(["applied", "skipped", "ignored", "duplicate"]);
  });
});
