// The button of the forty orders, and a square for each of them that fills in once it is decided.

import { useEffect, useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { useStore } from "../../../../ui/store.ts";
import { announce } from "../announcements.ts";
import { Failure } from "../parts/Failure.tsx";
import { Part } from "../parts/Part.tsx";
import { useAction } from "../parts/use-action.ts";
import { countOf, createRush, ORDERS, PIECES, type Rush } from "./rush.ts";
import { rushInWords } from "./rush-in-words.ts";
import { rushSteps } from "./rush-steps.ts";
import styles from "./RushPart.module.css";

export function RushPart() {
  const [run] = useState(() => createRush(rushSteps));
  const rush = useStore(run.state);
  const starting = useAction(async () => {
    await run.start();
    const last = run.state.get();
    if (last?.phase === "decided") announce(rushInWords(last));
  });
  useEffect(() => run.stop, [run]);

  return (
    <Part title="40 buyers, 10 pieces" note={<p>nothing is sold twice</p>}>
      <p className={styles.about}>
        You sell ten pieces of something new, and forty orders of one piece each are placed at once,
        each with an idempotency key of its own. For the forty buyers it is you who orders.
      </p>
      <Button look="main" isBusy={starting.isPending} onClick={() => void starting.run()}>
        {starting.isPending ? "Selling…" : "Sell 10 to 40 buyers"}
      </Button>
      <Failure failure={starting.failure} />
      {rush && <Squares rush={rush} />}
    </Part>
  );
}

function Squares({ rush }: { rush: Rush }) {
  const { sold, refused, waiting } = countOf(rush.squares);
  return (
    <div className={styles.result}>
      <div className={styles.squares} aria-hidden="true">
        {rush.squares.map((square, index) => (
          <svg key={index} viewBox="0 0 14 14" data-square={square} className={styles.square}>
            <rect x="1" y="1" width="12" height="12" rx="2" />
            {square === "CANCELLED" && <path d="M4.5 4.5l5 5m0-5l-5 5" />}
            {square === "PROCESSING" && <path d="M4 7.2l2.2 2.2L10 5" />}
          </svg>
        ))}
      </div>
      <dl className={styles.counts}>
        <Count label="Processing" of={ORDERS} number={sold} />
        <Count label="Cancelled" of={ORDERS} number={refused} />
        <Count label="Pending" of={ORDERS} number={waiting} />
        <Count label="Stock left" of={PIECES} number={rush.left} />
      </dl>
      <p className={styles.sentence}>{rushInWords(rush)}</p>
    </div>
  );
}

function Count({ label, number, of }: { label: string; number: number; of: number }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span>{number}</span> <span className={styles.of}>{`of ${of}`}</span>
      </dd>
    </div>
  );
}
