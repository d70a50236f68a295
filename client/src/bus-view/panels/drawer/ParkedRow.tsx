// One parked event, to be redriven or discarded. Discarding cannot be undone, so it needs a confirmation.

import type { ListedParkedEvent } from "@blog/common/delivery/parked-events";
import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { discard } from "../../lab/discard.ts";
import { redrive } from "../../lab/redrive.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useBus } from "../../use-bus.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { count } from "../parts/clock-time.ts";
import { EventLink } from "../parts/EventLink.tsx";
import styles from "./ParkedList.module.css";

interface ParkedRowProps {
  subscriber: string;
  position: number;
  /** Undefined until they are loaded. */
  details: ListedParkedEvent | undefined;
}

export function ParkedRow({ subscriber, position, details }: ParkedRowProps) {
  const [isAsked, setIsAsked] = useState(false);
  const knownType = useBus(({ picture }) => picture.events.get(position)?.type);
  const mark = useBus(({ picture }) =>
    picture.subscribers.find(({ name }) => name === subscriber)?.marks.get(position),
  );
  const again = useLabAction(() => redrive(subscriber, position));
  const never = useLabAction(() => discard(subscriber, position));
  const type = details?.event?.type ?? knownType;
  const hasFailedAgain = mark?.reason === "redrive" && mark.kind === "parked";

  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <EventLink event={{ position, ...(type && { type }) }} />
        <p className={styles.why}>
          {details && (
            <span>{`${details.reason}, after ${count(details.attempts, "try", "tries")}`}</span>
          )}
          {hasFailedAgain && (
            <span>{" · redriven, and refused again: the cause is still there"}</span>
          )}
        </p>
      </div>
      <div className={styles.verbs}>
        {isAsked ? (
          <>
            <span>{`${subscriber} will never receive it. Discard?`}</span>
            <ActionButton needs="control" action={never} onClick={() => never.run()}>
              {`Discard #${position}`}
            </ActionButton>
            <Button look="text" onClick={() => setIsAsked(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <>
            <ActionButton needs="control" action={again} onClick={() => again.run()}>
              Redrive
            </ActionButton>
            <ActionButton
              needs="control"
              look="text"
              action={never}
              onClick={() => setIsAsked(true)}
            >
              Discard…
            </ActionButton>
          </>
        )}
      </div>
      <ActionNote action={again} />
      <ActionNote action={never} />
    </li>
  );
}
