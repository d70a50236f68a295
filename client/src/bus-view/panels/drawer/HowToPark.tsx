// Two ways to see an event parked: the event is wrong, or the subscriber is.

import { breakQuery, sendPoison } from "../inspector/experiments.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import styles from "./HowToPark.module.css";

export function HowToPark() {
  const poison = useLabAction(sendPoison);
  const broken = useLabAction(breakQuery);

  return (
    <>
      <p className={styles.none}>Nothing is parked. Two ways to change that:</p>
      <ul className={styles.ways}>
        <li>
          <p className={styles.story}>
            <strong>The event is wrong.</strong> A comment on no post: the bus accepts it, and each
            service that knows the contract refuses it. Redriven, it is refused again; all that is
            left is to discard it.
          </p>
          <ActionButton needs="control" action={poison} onClick={() => poison.run()}>
            Send a poison event
          </ActionButton>
          <ActionNote action={poison} />
        </li>
        <li>
          <p className={styles.story}>
            <strong>The subscriber is wrong.</strong> For 30 seconds query fails at everything, and
            a post is written. Redriven after that, the post takes effect, late but whole.
          </p>
          <ActionButton needs="control" action={broken} onClick={() => broken.run()}>
            Make query fail, and write a post
          </ActionButton>
          <ActionNote action={broken} />
        </li>
      </ul>
    </>
  );
}
