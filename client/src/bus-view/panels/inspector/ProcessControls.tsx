// Stop, kill and start the process itself: by the local runner, or, in a cluster, with the command for it.

import type { ServiceFact } from "@blog/event-bus/lab/records";
import { changeService, type ServiceVerb } from "../../lab/change-service.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useBus } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
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
  const lab = useBus((state) => state.lab);
  const { services } = useSystem();
  const change = useLabAction((verb: ServiceVerb) => changeService(name, verb));
  const isRunning = service?.state === "up" || service?.state === "starting";
  const idle = isRunning ? undefined : `${name} does not run.`;

  if (!lab) return <Verbs title="Its process">It is not known yet what can be done here.</Verbs>;
  if (lab.cluster) return <KubectlVerbs name={name} />;
  if (!lab.runner) return <Verbs title="Its process">There is no local runner here.</Verbs>;
  // It would saw off the branch that this page sits on.
  if (name === "client") return <Verbs title="Its process">{processInWords(service)}</Verbs>;

  const verbs: { verb: ServiceVerb; label: string; unavailable?: string | undefined }[] = [
    { verb: "kill", label: "Kill", unavailable: idle },
    { verb: "stop", label: "Stop", unavailable: idle },
    { verb: "start", label: "Start", unavailable: isRunning ? `${name} runs already.` : undefined },
    { verb: "restart", label: "Restart" },
  ];
  if (services.get(name)?.canRebuild)
    verbs.push({ verb: "rebuild", label: "Rebuild the read model from zero" });
  return (
    <Verbs title="Its process">
      <p className={styles.state}>{processInWords(service)}</p>
      {verbs.map(({ verb, label, unavailable }) => (
        <ActionButton
          key={verb}
          needs="runner"
          action={change}
          unavailable={unavailable}
          onClick={() => change.run(verb)}
        >
          {label}
        </ActionButton>
      ))}
      <ActionNote action={change} />
    </Verbs>
  );
}

function KubectlVerbs({ name }: { name: string }) {
  const system = useSystem();
  return (
    <Verbs title="Its process">
      <div className={styles.commands}>
        <p className={styles.note}>In this cluster, by kubectl:</p>
        {kubectlCommands(system, name).map((command) => (
          <Command key={command.title} {...command} />
        ))}
      </div>
    </Verbs>
  );
}
