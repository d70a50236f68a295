// Sends a range of the log again: shows the number of deliveries before, and their results after.

import { useState } from "react";
import { replay } from "../../lab/replay.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useBus } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Field } from "../parts/Field.tsx";
import { Switch } from "../parts/Switch.tsx";
import styles from "./drawer.module.css";
import { ReplayResults } from "./ReplayResults.tsx";
import { countInWords } from "./replay-words.ts";
import { useReplayCount } from "./use-replay-count.ts";

export function ReplayTab() {
  const tail = useBus(({ picture }) => picture.tail);
  const subscribers = useBus(({ picture }) => picture.subscribers);
  const { services } = useSystem();
  const [range, setRange] = useState(() => ({
    from: Math.max(1, tail - 9),
    to: Math.max(1, tail),
  }));
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    // Where it does most: what it has is made of events alone.
    [...services.keys()].filter((name) => services.get(name)?.canRebuild),
  );
  const request = { ...range, subscribers: chosen.filter(isThere) };
  const count = useReplayCount(request);
  const send = useLabAction(replay);

  function isThere(name: string): boolean {
    return subscribers.some((subscriber) => subscriber.name === name);
  }

  return (
    <>
      <p className={styles.intro}>
        Replayed events go out beside the ordinary deliveries, under their old ids: what took effect
        once takes none again.
      </p>
      <div className={styles.fields}>
        <PositionField
          label="From"
          value={range.from}
          onChange={(from) => setRange({ ...range, from })}
        />
        <PositionField label="To" value={range.to} onChange={(to) => setRange({ ...range, to })} />
      </div>
      <fieldset className={styles.choices}>
        <legend>To whom</legend>
        {subscribers.map(({ name }) => (
          <Switch
            key={name}
            label={name}
            isOn={chosen.includes(name)}
            onChange={(isOn) =>
              setChosen(isOn ? [...chosen, name] : chosen.filter((other) => other !== name))
            }
          />
        ))}
      </fieldset>
      <div className={styles.row}>
        <output>{count.report ? countInWords(count.report) : (count.problem ?? "")}</output>
        <ActionButton
          needs="control"
          look="main"
          action={send}
          unavailable={count.report ? undefined : (count.problem ?? "Being counted…")}
          onClick={() => send.run(request)}
        >
          {send.isPending ? "Replaying…" : "Replay"}
        </ActionButton>
        <ActionNote action={send} />
      </div>
      {send.result && <ReplayResults report={send.result} />}
    </>
  );
}

interface PositionFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function PositionField({ label, value, onChange }: PositionFieldProps) {
  return (
    <Field
      label={label}
      type="number"
      inputMode="numeric"
      min={1}
      value={Number.isNaN(value) ? "" : value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
    />
  );
}
