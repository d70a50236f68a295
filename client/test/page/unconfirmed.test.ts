// What was sent and what the stream brought back: never both, never neither, in whatever order they come.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unconfirmed, type Received, type Outgoing } from "../../src/blog/live/unconfirmed.ts";

const sent = (key: string, text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  key,
  text,
  alike: [],
  ...more,
});

describe("What is shown of what was sent", () => {
  it("is everything that the stream has not brought", () => {
    const outgoing = [sent("1", "tea", { id: "a" }), sent("2", "milk")];

    expect(unconfirmed(outgoing, [])).toEqual(outgoing);
  });

  it("is not confused by an equal text that was there before", () => {
    const outgoing = [sent("1", "tea", { alike: ["old"] })];

    expect(unconfirmed(outgoing, [{ id: "old", text: "tea" }])).toEqual(outgoing);
    expect(
      unconfirmed(outgoing, [
        { id: "old", text: "tea" },
        { id: "new", text: "tea" },
      ]),
    ).toEqual([]);
  });

  it("takes one item of the stream for one item sent", () => {
    const outgoing = [sent("1", "tea"), sent("2", "tea")];

    expect(unconfirmed(outgoing, [{ id: "a", text: "tea" }])).toEqual([outgoing[1]]);
  });

  it("is each text as often as it was sent, after every step of every order", () => {
    const texts = fc.array(fc.constantFrom("tea", "milk"), { minLength: 1, maxLength: 4 });

    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (wanted, choices) => {
        // Each thing sent has two steps to come: its answer and its update.
        const steps = wanted.flatMap((_, index) => [
          { index, kind: "answer" },
          { index, kind: "update" },
        ]);
        const outgoing = wanted.map((text, index) => sent(String(index), text));
        const received: Received[] = [];

        while (steps.length > 0) {
          const [choice = 0] = choices.take(1);
          const [step] = steps.splice(choice % steps.length, 1);
          const { index = 0, kind } = step ?? {};
          const id = `id-${index}`;
          if (kind === "answer") outgoing[index] = { ...outgoing[index]!, id };
          else received.push({ id, text: wanted[index]! });

          const shown = [...received, ...unconfirmed(outgoing, received)].map(({ text }) => text);
          expect(shown.toSorted()).toEqual(wanted.toSorted());
        }
      }),
    );
  });
});
