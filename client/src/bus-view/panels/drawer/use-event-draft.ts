// The event that is being written in the publish form.

import type { RecordedEvent } from "@blog/event-bus/lab/records";
import { useState } from "react";
import type { Picture } from "../../history/picture.ts";
import { useBusStore } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { eventFrom, fieldsOf } from "./contract-fields.ts";

const OTHER = "SomethingElse";

export function useEventDraft() {
  const store = useBusStore();
  const { eventTypes, suggestFields, poison } = useSystem();
  const types = [...eventTypes.keys()];
  const [type, setType] = useState(types[0] ?? OTHER);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(() => new Map(suggestions()));

  const fields = fieldsOf(eventTypes.get(type));

  function suggestions(): [string, string][] {
    return suggestFields(newestFirst(store.getSnapshot().picture));
  }

  return {
    type,
    setType,
    choices: { ...Object.fromEntries(types.map((one) => [one, one])), [OTHER]: "an unknown type" },
    fields,
    typed,
    setField: (name: string, text: string) => setTyped(new Map([...typed, [name, text]])),
    /** The event as JSON, spread out to be read. */
    json: JSON.stringify(eventFrom(type, fields, typed), null, 2),
    /** It was taken: the next one is about something new. */
    renew: () => setTyped(new Map([...typed, ...suggestions()])),
    poison() {
      const event = poison();
      setType(event.type);
      setTyped(new Map(Object.entries(event.data)));
    },
  };
}

export type EventDraft = ReturnType<typeof useEventDraft>;

function* newestFirst({ events, tail, firstKnown }: Picture): Iterable<RecordedEvent> {
  for (let position = tail; position >= firstKnown; position -= 1) {
    const event = events.get(position);
    if (event) yield event;
  }
}
