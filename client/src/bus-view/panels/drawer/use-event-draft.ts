// The event that is being written in the publish form.

import { newId } from "@blog/common/base/ids";
import { useState } from "react";
import { useBusStore } from "../../use-bus.ts";
import { contractedTypes, eventFrom, fieldsOf, isContracted } from "./contract-fields.ts";

const OTHER = "SomethingElse";

export const typeChoices = Object.fromEntries(
  [...contractedTypes, OTHER].map((type) => [type, type === OTHER ? "an unknown type" : type]),
);

export function useEventDraft() {
  const store = useBusStore();
  const [type, setType] = useState<string>("PostCreated");
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(() => new Map(suggestions()));

  const fields = isContracted(type) ? fieldsOf(type) : [];

  // Ids that make sense: a new one for the thing itself, and a post that there is.
  function suggestions(): [string, string][] {
    const { events, tail, firstKnown } = store.getSnapshot().picture;
    let postId = "";
    for (let position = tail; position >= firstKnown && !postId; position -= 1) {
      const event = events.get(position);
      if (event?.type === "PostCreated")
        postId = String((event.data as { id?: unknown })?.id ?? "");
    }
    return [
      ["id", newId()],
      ["postId", postId],
    ];
  }

  return {
    type,
    setType,
    fields,
    typed,
    setField: (name: string, text: string) => setTyped(new Map([...typed, [name, text]])),
    /** The event as JSON, spread out to be read. */
    json: JSON.stringify(eventFrom(type, fields, typed), null, 2),
    /** It was taken: the next one is about something new. */
    renew: () => setTyped(new Map([...typed, ...suggestions()])),
    /** A comment on no post: each service that knows the contract rejects it. */
    poison() {
      setType("CommentCreated");
      setTyped(
        new Map([
          ["id", newId()],
          ["content", "I belong to no post"],
        ]),
      );
    },
  };
}

export type EventDraft = ReturnType<typeof useEventDraft>;
