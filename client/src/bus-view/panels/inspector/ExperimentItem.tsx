// One experiment: its name, its steps in order, and the result of the last one.

import { createContext, type ReactNode, useContext, useState } from "react";
import type { Step } from "../../../systems/system.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import styles from "./TryThis.module.css";

const OutcomeContext = createContext<(outcome: string) => void>(() => {});

interface ExperimentItemProps {
  title: string;
  note?: string | undefined;
  children: ReactNode;
}

export function ExperimentItem({ title, note, children }: ExperimentItemProps) {
  const [outcome, setOutcome] = useState("");
  return (
    <li className={styles.experiment}>
      <h3 className={styles.name}>{title}</h3>
      {note && <p className={styles.note}>{note}</p>}
      <div className={styles.steps}>
        <OutcomeContext value={setOutcome}>{children}</OutcomeContext>
      </div>
      <output className={styles.outcome}>{outcome}</output>
    </li>
  );
}

export function StepButton({ step: { label, needs, does } }: { step: Step }) {
  const setOutcome = useContext(OutcomeContext);
  const action = useLabAction(async () => {
    setOutcome("");
    setOutcome(await does());
  });

  return (
    <>
      <ActionButton needs={needs} action={action} onClick={() => action.run()}>
        {label}
      </ActionButton>
      <ActionNote action={action} />
    </>
  );
}
