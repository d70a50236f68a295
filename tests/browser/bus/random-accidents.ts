// What happens to the deliveries of the truth test: events in rounds, and in each round other accidents, by chance.

import { vi } from "vitest";
import type { Random } from "../../chaos/processes/random.ts";
import type { Journal } from "./journal.ts";
import type { Lab } from "./lab.ts";

const ROUND = 15;

/** Publishes so many events and lets accidents happen meanwhile. Resolves to what was discarded, as `name #position`. */
export async function sufferAccidents(
  { lab, journals, random }: { lab: Lab; journals: Journal[]; random: Random },
  events: number,
): Promise<Set<string>> {
  const discarded = new Set<string>();

  for (let tail = 0; tail < events; ) {
    const away = await inflict();
    const burst = Math.min(ROUND, events - tail);
    for (let n = 1; n <= burst; n += 1) tail = await publish(tail + 1);
    await someAreServed(tail - burst + 1);
    await away?.comeBack();
    if (random.next() < 0.3) await tidyUp(tail);
  }
  return discarded;

  async function publish(number: number): Promise<number> {
    const chance = random.next();
    const title = chance < 0.04 ? `poison ${number}` : `Post ${number}`;
    if (chance < 0.8) return lab.publish("PostCreated", { id: `p${number}`, title });
    if (chance < 0.9) return lab.publish("UnknownToAll", { id: `n${number}` });
    const comment = { id: `c${number}`, postId: "p1", content: "Well" };
    return lab.publish("CommentModerated", { ...comment, status: "approved" });
  }

  async function inflict(): Promise<Journal | undefined> {
    await lab.control("reset");
    for (const { name } of journals) {
      const percent = () => random.choose([0, 0, 20, 40]);
      await lab.setFaults(name, {
        delayMs: random.choose([0, 0, 30]),
        failPercent: percent(),
        loseAnswerPercent: percent(),
        duplicatePercent: percent(),
        isCut: random.next() < 0.1,
      });
    }
    if (random.next() < 0.2)
      await lab.control("hold", { subscribers: [random.choose(journals).name] });
    if (random.next() < 0.2) await lab.control("step");
    if (random.next() < 0.8) return undefined;
    const away = random.choose(journals);
    await away.leave();
    return away;
  }

  // Else all rounds would be over before the first accident.
  async function someAreServed(position: number): Promise<void> {
    await vi.waitFor(
      async () => {
        const facts = [...(await lab.subscribers()).values()];
        const busy = facts.filter(({ isHeld, faults }) => !isHeld && !faults.isCut);
        const served = busy.filter(({ cursor }) => cursor >= position);
        if (served.length === 0 && busy.length > 1) throw new Error("no subscriber is served yet");
      },
      { timeout: 30_000, interval: 20 },
    );
  }

  /** Settles when the journal has it: what follows is distinguished by the order in it. */
  async function redrive(name: string, position: number): Promise<void> {
    const journal = journals.find((each) => each.name === name);
    const lateOnes = () => journal?.of(position).filter(({ isLate }) => isLate).length ?? 0;
    const before = lateOnes();
    await lab.redrive(name, position);
    await vi.waitFor(() => {
      if (lateOnes() === before) throw new Error(`#${position} has not come again`);
    }, 20_000);
  }

  /** All is healed and served; then some things are done by hand. */
  async function tidyUp(tail: number): Promise<void> {
    await lab.control("reset");
    await allAreServed(lab, tail);
    for (const [name, { parked }] of await lab.subscribers()) {
      for (const position of parked) {
        const chance = random.next();
        if (chance < 0.4) await redrive(name, position);
        else if (chance < 0.6) {
          await lab.discard(name, position);
          discarded.add(`${name} #${position}`);
        }
      }
    }
    if (random.next() < 0.3) for (const journal of journals) journal.cure();
    const at = random.between(1, tail);
    // What is set aside stays so: the page would show what came of the replay, and the bus a parked event.
    const { name } = random.choose(journals);
    const parked = (await lab.subscribers()).get(name)?.parked ?? [];
    if (parked.includes(at) || discarded.has(`${name} #${at}`)) return;
    await lab.control("replay", { from: at, to: at, subscribers: [name] });
  }
}

/** Settles when every subscriber has reached the end, and no redrive is in progress. */
export async function allAreServed(lab: Lab, tail: number): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const { name, cursor, state } of (await lab.subscribers()).values())
        if (cursor < tail || state !== "idle") throw new Error(`${name} is at ${cursor}: ${state}`);
    },
    { timeout: 60_000, interval: 50 },
  );
}
