// Two ways to see an event parked: the event is wrong, or the subscriber is.

import type { Demonstration } from "../../../systems/system.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useSystem } from "../../use-system.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import styles from "./HowToPark.module.css";

export function HowToPark() {
  const { parking } = useSystem();
  return (
    <>
      <p className={styles.none}>Nothing is parked. Two ways to change that:</p>
      <ul className={styles.ways}>
        <Way title="The event is wrong." {...parking.wrongEvent} />
        <Way title="The subscriber is wrong." {...parking.wrongSubscriber} />
      </ul>
    </>
  );
}

function Way({ title, about, step }: Demonstration & { title: string }) {
  const action = useLabAction(step.does);
  return (
    <li>
      <p className={styles.story}>
        <strong>{title}</strong> <span>{about}</span>
      </p>
      <ActionButton needs={step.needs} action={action} onClick={() => action.run()}>
        {step.label}
      </ActionButton>
      <ActionNote action={action} />
    </li>
  );
}
