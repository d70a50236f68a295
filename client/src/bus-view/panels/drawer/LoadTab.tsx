// Load: so many comments per second, written as readers write them.

import { Slider } from "../parts/Slider.tsx";
import { Facts } from "../parts/Facts.tsx";
import { useMissing } from "../parts/ActionButton.tsx";
import styles from "./drawer.module.css";
import { useLoad } from "./use-load.ts";

export function LoadTab() {
  const { perSecond, setPerSecond, post, tally, error } = useLoad();
  const missing = useMissing("control");

  return (
    <>
      <p className={styles.intro}>
        Comments on the newest post, written through the gateway. It ends after a minute, or when
        you leave this tab. The comments service takes 600 writes a minute from one caller and
        refuses the rest, so more than 10 per second do not last.
      </p>
      <Slider
        label="Comments"
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
              Post: post?.title,
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
