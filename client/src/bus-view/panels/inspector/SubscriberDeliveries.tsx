// One event at one subscriber: the mark, the tries, and what can be done by hand.

import type { Delivery, Mark } from "../../history/picture.ts";
import { discard } from "../../lab/discard.ts";
import { redrive } from "../../lab/redrive.ts";
import { replay } from "../../lab/replay.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { resultInWords } from "../drawer/replay-words.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { clockTime } from "../parts/clock-time.ts";
import { MarkLabel } from "../parts/MarkLabel.tsx";
import { outcomeInWords } from "./delivery-words.ts";
import styles from "./DeliveriesTab.module.css";

interface SubscriberDeliveriesProps {
  name: string;
  position: number;
  mark: Mark;
  tries: Delivery[];
}

export function SubscriberDeliveries({ name, position, mark, tries }: SubscriberDeliveriesProps) {
  const again = useLabAction(async () => {
    const { results } = await replay({ from: position, to: position, subscribers: [name] });
    return resultInWords(results);
  });
  const parked = useLabAction(async (verb: typeof redrive) => {
    await verb(name, position);
  });
  const isParked = mark.kind === "parked";

  return (
    <li className={styles.subscriber}>
      <div className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        <MarkLabel mark={mark} />
      </div>
      <ol className={styles.tries}>
        {tries.map((delivery) => (
          <li key={delivery.delivery} className={styles.try}>
            <span className={styles.time}>{clockTime(delivery.startedAt)}</span>
            <span>{outcomeInWords(delivery, position)}</span>
          </li>
        ))}
      </ol>
      <div className={styles.verbs}>
        {isParked && (
          <>
            <ActionButton needs="control" action={parked} onClick={() => parked.run(redrive)}>
              Redrive
            </ActionButton>
            <ActionButton needs="control" action={parked} onClick={() => parked.run(discard)}>
              Discard
            </ActionButton>
          </>
        )}
        <ActionButton needs="control" look="text" action={again} onClick={() => again.run()}>
          {`Replay to ${name}`}
        </ActionButton>
      </div>
      <ActionNote action={parked} />
      <ActionNote action={again} />
    </li>
  );
}
