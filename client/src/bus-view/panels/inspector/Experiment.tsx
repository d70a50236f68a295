// One experiment: its name, its steps in order, and the result of the last one.

import { createContext, type ReactNode, useContext, useState } from "react";
import { useLabAction } from "../../lab/use-lab-action.ts";
import type { LabNeed } from "../../lab/missing.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import styles from "./TryThis.module.css";

const OutcomeContext = createContext<(outcome: string) => void>(() => {});

interface ExperimentProps {
  title: string;
  note?: string;
  children: ReactNode;
}

export function Experiment({ title, note, children }: ExperimentProps) {
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

interface StepProps {
  needs?: LabNeed;
  /** Resolves to what there is to see. */
  does: () => Promise<string>;
  children: string;
}

export function Step({ needs = "control", does, children }: StepProps) {
  const setOutcome = useContext(OutcomeContext);
  const action = useLabAction(async () => {
    setOutcome("");
    setOutcome(await does());
  });

  return (
    <>
      <ActionButton needs={needs} action={action} onClick={() => action.run()}>
        {children}
      </ActionButton>
      <ActionNote action={action} />
    </>
  );
}
