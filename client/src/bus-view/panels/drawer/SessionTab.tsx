// The session as a file: to keep what was seen, and to look at it again.

import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { useBus, useBusStore } from "../../use-bus.ts";
import { count } from "../parts/clock-time.ts";
import styles from "./drawer.module.css";
import { MAX_RECORDS, readSession, writeSession } from "./session-file.ts";

const MAX_BYTES = 100_000_000;

export function SessionTab() {
  const store = useBusStore();
  const isFile = useBus(({ connection }) => connection === "file");
  const isPlaying = useBus(({ playing }) => playing);
  const [outcome, setOutcome] = useState("");
  const [problem, setProblem] = useState("");
  const picker = useRef<HTMLInputElement>(null);

  function save(): void {
    const records = store.records();
    const url = URL.createObjectURL(
      new Blob([writeSession(records)], { type: "application/json" }),
    );
    const link = document.createElement("a");
    link.href = url;
    link.download = `bus-session-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.json`;
    link.click();
    URL.revokeObjectURL(url);
    setOutcome(`${count(records.length, "record")} saved as ${link.download}.`);
  }

  async function open({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = target.files ?? [];
    if (!file) return;
    setOutcome("");
    setProblem("");
    try {
      if (file.size > MAX_BYTES) throw new Error("This file is too large to be a session.");
      const records = readSession(await file.text());
      store.load(records);
      setOutcome(`${file.name}: ${count(records.length, "record")}.`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    // The same file may be chosen again.
    target.value = "";
  }

  return (
    <>
      <p className={styles.intro}>
        {`Everything this page has received, at most ${MAX_RECORDS.toLocaleString("en")} records, as a file: for a lesson, or for a question. What is shown from a file is shown as it was, at once or played as it came; nothing in it can be changed.`}
      </p>
      <div className={styles.row}>
        <Button look="quiet" onClick={save}>
          Save this session
        </Button>
        <Button look="quiet" onClick={() => picker.current?.click()}>
          Open a session…
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          aria-label="A session to open"
          hidden
          onChange={(event) => void open(event)}
        />
        {isFile && (
          <Button look="quiet" onClick={() => store.playAgain()}>
            {isPlaying ? "Play from the start" : "Play it"}
          </Button>
        )}
        {isFile && (
          <Button look="main" onClick={() => store.goLive()}>
            Back to live
          </Button>
        )}
        <output>{outcome}</output>
        {problem && <p role="alert">{problem}</p>}
      </div>
    </>
  );
}
