// One process of the system, as a subscriber of the bus and as a process: its state, and everything that can be done
// to it. Some are one and not the other: the bus does not subscribe to itself, a learner's own service is no process of ours.

import { useBus } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { aboutService, isOurs } from "./about-service.ts";
import { FaultControls } from "./FaultControls.tsx";
import { InspectorHead } from "./InspectorHead.tsx";
import { ProcessControls } from "./ProcessControls.tsx";
import { SubscriberControls } from "./SubscriberControls.tsx";
import { SubscriberFacts } from "./SubscriberFacts.tsx";

export function ServiceInspector({ name }: { name: string }) {
  const { services } = useSystem();
  const fact = useBus(
    ({ picture }) => picture.subscribers.find((subscriber) => subscriber.name === name)?.fact,
  );
  const service = useBus(({ picture }) => picture.services.find((each) => each.name === name));
  const hasProcess = service !== undefined || isOurs(services, name);

  return (
    <>
      <InspectorHead title={name}>{aboutService(services, name, fact)}</InspectorHead>
      {fact && (
        <>
          <SubscriberFacts fact={fact} />
          <SubscriberControls fact={fact} />
          <FaultControls fact={fact} />
        </>
      )}
      {hasProcess && <ProcessControls name={name} service={service} />}
    </>
  );
}
