// A learner's own service: twenty lines to copy, and a form that makes the bus deliver to it, from the first event on.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { http } from "../../../http/http.ts";
import { addSubscriber } from "../../lab/add-subscriber.ts";
import { inWords, useLabAction } from "../../lab/use-lab-action.ts";
import { useBusStore } from "../../use-bus.ts";
import { useSystem } from "../../use-system.ts";
import { ActionButton } from "../parts/ActionButton.tsx";
import { ActionNote } from "../parts/ActionNote.tsx";
import { Choice } from "../parts/Choice.tsx";
import { Command } from "../parts/Command.tsx";
import { Field } from "../parts/Field.tsx";
import styles from "./OwnServiceTab.module.css";

const starts = { beginning: "the beginning of the log", now: "what comes next" };
const file = "my-subscriber.mjs";

export function OwnServiceTab() {
  const store = useBusStore();
  const { act } = useSystem();
  const [name, setName] = useState("mine");
  const [url, setUrl] = useState("http://localhost:4010");
  const [start, setStart] = useState<keyof typeof starts>("beginning");
  const add = useLabAction(async () => {
    await addSubscriber({ name, url, start });
    store.select({ kind: "subscriber", name });
    return `${name} is a subscriber now: its cursor is on its way.`;
  });

  return (
    <div className={styles.columns}>
      <section aria-label="The service">
        <p className={styles.step}>
          1. Run a service that answers <code>POST /events</code>. This one needs Node and nothing
          else.
        </p>
        <Command
          title="In a terminal"
          text={`curl -O ${window.location.origin}/${file}\nnode ${file}`}
        />
        <Source />
      </section>
      <section aria-label="The subscription">
        <p className={styles.step}>2. Register it with the bus.</p>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            add.run();
          }}
        >
          <Field label="Name" value={name} onChange={({ target }) => setName(target.value)} />
          <Field label="URL" value={url} onChange={({ target }) => setUrl(target.value)} />
          <Choice
            label="Receives from"
            options={starts}
            value={start}
            onChoose={(value) => setStart(value === "now" ? "now" : "beginning")}
          />
          <ActionButton needs="control" look="main" action={add} onClick={() => add.run()}>
            Add the subscriber
          </ActionButton>
          <ActionNote action={add} />
        </form>
        <p className={styles.step}>
          {`3. Watch its cursor run from 0 to the end of the log. Stop the service and ${act}: the lag grows. Start it again: nothing is lost. The bus keeps it when it is started again itself, until you choose Remove beside its name.`}
        </p>
      </section>
    </div>
  );
}

/** The file itself, as it is served. */
function Source() {
  const { data, error } = useQuery({
    queryKey: [file],
    queryFn: async ({ signal }) => {
      const answer = await http.get<string>(`/${file}`, { responseType: "text", signal });
      return answer.data.trimEnd();
    },
    retry: false,
  });
  return <Command title={file} text={data ?? (error ? inWords(error) : "Loading…")} />;
}
