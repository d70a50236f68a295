// Publishes any event, right or wrong, and shows what the bus answers.

import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { useSystem } from "../../use-system.ts";
import { publishEvent } from "../../lab/publish-event.ts";
import { useLabAction } from "../../lab/use-lab-action.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Choice } from "../parts/Choice.tsx";
import { Switch } from "../parts/Switch.tsx";
import { BusAnswerNote } from "./BusAnswerNote.tsx";
import { brokenContract } from "./contract-fields.ts";
import { EventFields } from "./EventFields.tsx";
import styles from "./drawer.module.css";
import { useEventDraft } from "./use-event-draft.ts";

export function PublishTab() {
  const { eventTypes } = useSystem();
  const draft = useEventDraft();
  const [rawText, setRawText] = useState<string>();
  const json = rawText ?? draft.json;
  const broken = brokenContract(eventTypes, json);
  const publish = useLabAction(async (text: string) => {
    const answer = await publishEvent(text);
    if (answer.status < 400) draft.renew();
    return answer;
  });

  return (
    <form
      aria-label="Publish an event"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <p className={styles.intro}>
        The bus reads the envelope and never a contract, so it accepts a wrong event, too. The
        services that handle its type refuse it.
      </p>
      <div className={styles.row}>
        <Choice
          label="Type"
          options={draft.choices}
          value={draft.type}
          onChoose={(type) => {
            draft.setType(type);
            setRawText(undefined);
          }}
        />
        <Switch
          label="As JSON"
          isOn={rawText !== undefined}
          onChange={(isRaw) => setRawText(isRaw ? draft.json : undefined)}
        />
        <Button
          look="text"
          onClick={() => {
            draft.poison();
            setRawText(undefined);
          }}
        >
          Fill in a poison event
        </Button>
      </div>
      {rawText === undefined ? (
        <EventFields draft={draft} />
      ) : (
        <textarea
          className={styles.raw}
          aria-label="The event as JSON"
          spellCheck={false}
          value={rawText}
          onChange={({ target }) => setRawText(target.value)}
        />
      )}
      <ActionButton needs="control" look="main" action={publish} onClick={() => publish.run(json)}>
        Publish
      </ActionButton>
      {broken && (
        <p className={styles.hint}>{`This breaks the contract of its type. ${broken}.`}</p>
      )}
      <ActionNote action={publish} />
      <BusAnswerNote answer={publish.result} />
    </form>
  );
}
