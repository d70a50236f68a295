// The faults of the deliveries to one subscriber. Each change takes effect at once, and ends by itself.

import type { Faults, SubscriberFact } from "@blog/event-bus/lab/records";
import { useRef, useState } from "react";
import { setFaults } from "../../lab/set-faults.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { ActionButton, useMissing } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Choice } from "../parts/Choice.tsx";
import { Slider } from "../parts/Slider.tsx";
import { Switch } from "../parts/Switch.tsx";
import { useSecondsUntil } from "../parts/use-seconds-until.ts";
import { Verbs } from "../parts/Verbs.tsx";
import { faultsInWords, noFaults } from "./fault-words.ts";

const durations = { 15: "15 s", 60: "1 min", 300: "5 min", 3600: "1 hour" };

const percent = (value: number) => `${value} %`;

export function FaultControls({ fact: { name, faults, faultsEndAt } }: { fact: SubscriberFact }) {
  const [seconds, setSeconds] = useState(60);
  const missing = useMissing("control");
  const left = useSecondsUntil(faultsEndAt);
  // All faults are replaced at once: one that was chosen a moment ago, and is not confirmed yet, must not be lost.
  const chosen = useRef<{ since: Faults; faults: Partial<Faults> }>(undefined);
  const change = useLabAction((changed: Partial<Faults>) => {
    const earlier = chosen.current?.since === faults ? chosen.current.faults : {};
    chosen.current = { since: faults, faults: { ...earlier, ...changed } };
    return setFaults(name, { ...faults, ...chosen.current.faults }, seconds);
  });
  const isFaulty = faultsInWords(faults) !== undefined;
  const isDisabled = missing !== undefined;

  return (
    <Verbs title="Faults on the way to it">
      <Slider
        label="Slow"
        max={5000}
        step={100}
        value={faults.delayMs}
        inWords={(ms) => (ms === 0 ? "no delay" : `${(ms / 1000).toFixed(1)} s`)}
        isDisabled={isDisabled}
        onCommit={(delayMs) => change.run({ delayMs })}
      />
      <Slider
        label="Fail"
        max={100}
        step={5}
        value={faults.failPercent}
        inWords={percent}
        isDisabled={isDisabled}
        onCommit={(failPercent) => change.run({ failPercent })}
      />
      <Slider
        label="Lose answers"
        max={100}
        step={5}
        value={faults.loseAnswerPercent}
        inWords={percent}
        isDisabled={isDisabled}
        onCommit={(loseAnswerPercent) => change.run({ loseAnswerPercent })}
      />
      <Slider
        label="Duplicate"
        max={100}
        step={5}
        value={faults.duplicatePercent}
        inWords={percent}
        isDisabled={isDisabled}
        onCommit={(duplicatePercent) => change.run({ duplicatePercent })}
      />
      <Switch
        label="Cut the wire"
        isOn={faults.isCut}
        isDisabled={isDisabled}
        onChange={(isCut) => change.run({ isCut })}
      />
      <Choice
        label="Each ends by itself after"
        options={durations}
        value={String(seconds)}
        onChoose={(value) => setSeconds(Number(value))}
      />
      {isFaulty && (
        <ActionButton needs="control" action={change} onClick={() => change.run(noFaults)}>
          {left === undefined ? "End them" : `End them now (${Math.ceil(left)} s left)`}
        </ActionButton>
      )}
      {missing && <p>{missing}</p>}
      <ActionNote action={change} />
    </Verbs>
  );
}
