// Hold, release and step the deliveries to this one subscriber. The others go on.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import { hold } from "../../lab/hold.ts";
import { release } from "../../lab/release.ts";
import { removeSubscriber } from "../../lab/remove-subscriber.ts";
import { step } from "../../lab/step.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { useBusStore } from "../../use-bus.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Verbs } from "../parts/Verbs.tsx";

export function SubscriberControls({ fact: { name, isHeld, isAdded } }: { fact: SubscriberFact }) {
  const store = useBusStore();
  const toggle = useLabAction(() => (isHeld ? release([name]) : hold([name])));
  const oneStep = useLabAction(async () =>
    (await step([name])) === 0 ? "Nothing waits at the moment." : "",
  );
  const remove = useLabAction(async () => {
    await removeSubscriber(name);
    store.select(null);
  });

  return (
    <Verbs title="Deliveries to it">
      <ActionButton needs="control" action={toggle} onClick={() => toggle.run()}>
        {isHeld ? "Release" : "Hold"}
      </ActionButton>
      <ActionButton
        needs="control"
        action={oneStep}
        unavailable={isHeld ? undefined : "Hold its deliveries first; then they leave one by one."}
        onClick={() => oneStep.run()}
      >
        Step
      </ActionButton>
      {isAdded && (
        <ActionButton needs="control" action={remove} onClick={() => remove.run()}>
          Remove
        </ActionButton>
      )}
      <ActionNote action={toggle} />
      <ActionNote action={oneStep} />
      <ActionNote action={remove} />
    </Verbs>
  );
}
