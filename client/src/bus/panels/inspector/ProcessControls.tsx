// Stop, kill and start the process itself: by the local runner, or, in a cluster, with the command for it.

import type { ServiceFact } from "@blog/event-bus/lab/records";
import { changeService, type ServiceVerb } from "../../lab/change-service.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useBus } from "../../use-bus.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Command } from "../parts/Command.tsx";
import { Verbs } from "../parts/Verbs.tsx";
import { kubectlCommands } from "./about-service.ts";
import { processInWords } from "./process-words.ts";
import styles from "./ProcessControls.module.css";

interface ProcessControlsProps {
  name: string;
  service: ServiceFact | undefined;
}

export function ProcessControls({ name, service }: ProcessControlsProps) {
  const hasRunner = useBus(({ lab }) => lab.runner);
  const change = useLabAction((verb: ServiceVerb) => changeService(name, verb));
  const isRunning = service?.state === "up" || service?.state === "starting";
  const idle = isRunning ? undefined : `${name} does not run.`;

  if (!hasRunner) {
    return (
      <Verbs title="Its process">
        <div className={styles.commands}>
          <p className={styles.note}>There is no local runner here. In a cluster:</p>
          {kubectlCommands(name).map((command) => (
            <Command key={command.title} {...command} />
          ))}
        </div>
      </Verbs>
    );
  }
  // It would saw off the branch that this page sits on.
  if (name === "client") return <Verbs title="Its process">{processInWords(service)}</Verbs>;

  const verb = (verbName: ServiceVerb, label: string, unavailable?: string) => (
    <ActionButton
      needs="runner"
      action={change}
      unavailable={unavailable}
      onClick={() => change.run(verbName)}
    >
      {label}
    </ActionButton>
  );
  return (
    <Verbs title="Its process">
      <p className={styles.state}>{processInWords(service)}</p>
      {verb("kill", "Kill", idle)}
      {verb("stop", "Stop", idle)}
      {verb("start", "Start", isRunning ? `${name} runs already.` : undefined)}
      {verb("restart", "Restart")}
      {name === "query" && verb("rebuild", "Rebuild the read model from zero")}
      <ActionNote action={change} />
    </Verbs>
  );
}
