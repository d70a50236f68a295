// What the bus answered to an event.

import type { BusAnswer } from "../../lab/publish-event.ts";
import { Command } from "../parts/Command.tsx";
import { EventLink } from "../parts/EventLink.tsx";
import styles from "./drawer.module.css";

export function BusAnswerNote({ answer }: { answer: BusAnswer | undefined }) {
  const isTaken = answer !== undefined && answer.status < 400;
  return (
    <>
      <output className={styles.result}>
        {answer && <strong>{`${answer.status} ${answer.words}`}</strong>}
        {isTaken && answer.position !== undefined && (
          <>
            {" · it is in the log as "}
            <EventLink event={{ position: answer.position }} />
          </>
        )}
      </output>
      {answer && !isTaken && (
        <Command title="What the bus answered" text={JSON.stringify(answer.body, null, 2)} />
      )}
    </>
  );
}
