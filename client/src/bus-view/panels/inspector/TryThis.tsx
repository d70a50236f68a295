// What to try first: experiments, each with the steps that show it. Those of the system, and two that every system has.

import { Button } from "../../../ui/Button.tsx";
import { useBus, useBusStore } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { showDrawer } from "../drawer/drawer-tab.ts";
import { ExperimentItem, StepButton } from "./ExperimentItem.tsx";
import styles from "./TryThis.module.css";

export function TryThis() {
  const store = useBusStore();
  const { noun, experiments } = useSystem();
  const tail = useBus(({ picture }) => picture.tail);
  const isLive = useBus(({ viewing }) => viewing === "live");

  return (
    <>
      <h2 className={styles.title}>Try this</h2>
      <p className={styles.intro}>
        Select anything to see what it is and what can be done with it.
      </p>
      <ol className={styles.list}>
        {experiments.map(({ title, note, steps }) => (
          <ExperimentItem key={title} title={title} note={note}>
            {steps.map((step) =>
              "does" in step ? (
                <StepButton key={step.label} step={step} />
              ) : (
                <Button key={step.label} look="text" onClick={() => showDrawer(step.opens)}>
                  {step.label}
                </Button>
              ),
            )}
          </ExperimentItem>
        ))}
        <ExperimentItem title="Go back in time" note={`The ${noun}, as it was after any event.`}>
          {isLive ? (
            <Button look="quiet" onClick={() => store.lookAt(Math.max(1, tail - 5))}>
              Five events back
            </Button>
          ) : (
            <Button look="quiet" onClick={() => store.lookAt("live")}>
              Back to live
            </Button>
          )}
        </ExperimentItem>
        <ExperimentItem
          title="Add a service of your own"
          note="Twenty lines that receive every event."
        >
          <Button look="text" onClick={() => showDrawer("own")}>
            Your own service
          </Button>
        </ExperimentItem>
      </ol>
    </>
  );
}
