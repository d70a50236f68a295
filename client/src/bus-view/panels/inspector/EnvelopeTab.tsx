// The event itself: its envelope, its data, and commands that read it and publish it again.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { Button } from "../../../ui/Button.tsx";
import { useBusStore } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { Command } from "../parts/Command.tsx";
import { Facts } from "../parts/Facts.tsx";
import { curlToPublish, curlToRead } from "./curl.ts";

export function EnvelopeTab({ event }: { event: RecordedEvent }) {
  const store = useBusStore();
  const { noun } = useSystem();
  const { origin } = window.location;
  const { position, id, source, time, causationid, correlationid, traceparent } = event;

  return (
    <>
      <Facts facts={{ position, id, source, time, causationid, correlationid, traceparent }} />
      <Button look="text" onClick={() => store.lookAt(position)}>
        {`Look at the ${noun} as it was after #${position}`}
      </Button>
      <Command title="Data" text={JSON.stringify(event.data, null, 2)} />
      <Command title="Publish it again, as a new event" text={curlToPublish(origin, event)} />
      <Command title="Read it from the log" text={curlToRead(origin, event)} />
    </>
  );
}
