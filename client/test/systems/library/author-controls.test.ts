// What the buttons for author-service show and do, by what is known of it.

import { describe, expect, it } from "vitest";
import {
  type AuthorFacts,
  processControl,
  speedControl,
  stateInWords,
} from "../../../src/systems/library/page/controls/author-service.ts";

const lab = { recording: true, control: true, runner: true, cluster: false };
const well: AuthorFacts = { state: "ready", lab, delayMs: 0 };
const both = (facts: Partial<AuthorFacts>) => {
  const all = { ...well, ...facts };
  return [processControl(all), speedControl(all)];
};

describe("The buttons for author-service", () => {
  it("stop it and make it slow while it runs", () => {
    expect(both({})).toEqual([
      { label: "Stop author-service", does: "stop" },
      { label: "Make it slow (200 ms)", does: 200 },
    ]);
  });

  it("make it quick again when it is slow, by whatever delay", () => {
    expect(both({ delayMs: 700 })[1]).toEqual({ label: "Make it quick again", does: 0 });
    expect(stateInWords({ ...well, delayMs: 700 }).word).toBe("runs, 700 ms slow");
  });

  it("start it when it does not run", () => {
    const [process, speed] = both({ state: "down", delayMs: undefined });

    expect(process).toEqual({ label: "Start author-service", does: "start" });
    expect(speed?.unavailable).toBe("author-service does not run.");
    expect(stateInWords({ ...well, state: "down" })).toEqual({ kind: "bad", word: "does not run" });
  });

  it.each([
    [{ awaited: "stop" }, "Stopping …", "It stops.", "stops"],
    [{ awaited: "start", state: "down" }, "Starting …", "It starts.", "starts"],
    [{ state: "starting" }, "Starting …", "It starts.", "starts"],
  ] as const)("wait while it changes: %o", (facts, label, unavailable, word) => {
    expect(both(facts)[0]).toMatchObject({ label, unavailable });
    expect(both(facts)[1]?.unavailable).toBe("author-service does not run.");
    expect(stateInWords({ ...well, ...facts })).toEqual({ kind: "busy", word });
  });

  it.each([
    [undefined, "It is not known yet what can be done here."],
    [
      { ...lab, runner: false },
      "The lab is off here. On your own machine, npm run lab:library has it.",
    ],
    [
      { ...lab, runner: false, cluster: true },
      "In a cluster there is no lab. On your own machine, npm run lab:library has it.",
    ],
  ])("name the reason where they can do nothing: %o", (missing, reason) => {
    for (const state of ["ready", "down"] as const)
      for (const { unavailable } of both({ lab: missing, state })) expect(unavailable).toBe(reason);
  });

  it("do nothing before its state and its delay are known", () => {
    expect(both({ state: undefined })[0]?.unavailable).toBe("Its state is not known yet.");
    expect(both({ delayMs: undefined })[1]?.unavailable).toBe("Its delay is not known yet.");
    expect(stateInWords({ ...well, state: undefined }).word).toBe("not known yet");
  });
});
