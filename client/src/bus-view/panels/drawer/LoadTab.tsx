// Load: so many requests per second, as users make them.

import { Slider } from "../parts/Slider.tsx";
import { Facts } from "../parts/Facts.tsx";
import { useSystem } from "../../use-system.ts";
import { useMissing } from "../parts/ActionButton.tsx";
import styles from "./drawer.module.css";
import { useLoad } from "./use-load.ts";

export function LoadTab() {
  const { about, unit } = useSystem().load;
  const { perSecond, setPerSecond, facts, tally, error } = useLoad();
  const missing = useMissing("control");

  return (
    <>
      <p className={styles.intro}>{about}</p>
      <Slider
        label={unit}
        max={50}
        step={1}
        value={perSecond}
        inWords={(value) => (value === 0 ? "none" : `${value} per second`)}
        isDisabled={missing !== undefined}
        onCommit={setPerSecond}
      />
      {missing && <p className={styles.warning}>{missing}</p>}
      {error && (
        <p className={styles.warning} role="alert">
          {error}
        </p>
      )}
      {tally && (
        <div className={styles.result}>
          <Facts
            facts={{
              ...facts,
              Sent: tally.sent,
              Accepted: tally.accepted,
              Refused: tally.refused,
              "Last refusal": tally.refusal,
            }}
          />
        </div>
      )}
    </>
  );
}
