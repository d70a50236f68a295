// A console for the GraphQL gateway: the operations of the published collection, to be changed and sent, with what is answered
// and how long that took. Sent as the user who is signed in.

import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { type GraphQlAnswer, run } from "../../api/graphql.ts";
import { Failure } from "../parts/Failure.tsx";
import { Part } from "../parts/Part.tsx";
import { useAction } from "../parts/use-action.ts";
import styles from "./ConsolePart.module.css";
import { type Known, OPERATIONS } from "./operations.ts";

interface Answered {
  json: string;
  ms: number;
  hasErrors: boolean;
}

export function ConsolePart({ known }: { known: Known }) {
  const id = useId();
  const [name, setName] = useState(OPERATIONS[0]?.name ?? "");
  const [query, setQuery] = useState(OPERATIONS[0]?.query ?? "");
  const [variables, setVariables] = useState("{}");
  const [isWrong, setIsWrong] = useState(false);
  const [answered, setAnswered] = useState<Answered>();
  const sending = useAction(async () => {
    setAnswered(undefined);
    const parsed = parseVariables(variables);
    setIsWrong(parsed === undefined);
    if (!parsed) return;
    const startedAt = performance.now();
    const answer: GraphQlAnswer<unknown> = await run({ query, variables: parsed });
    setAnswered({
      json: JSON.stringify(answer, null, 2),
      ms: performance.now() - startedAt,
      hasErrors: answer.errors !== undefined,
    });
  });

  function choose(next: string): void {
    const operation = OPERATIONS.find((each) => each.name === next);
    if (!operation) return;
    setName(next);
    setQuery(operation.query);
    setVariables(JSON.stringify(operation.variables(known), null, 2));
    setIsWrong(false);
    setAnswered(undefined);
  }

  function sendOnControlEnter({ key, ctrlKey, metaKey }: KeyboardEvent): void {
    if (key === "Enter" && (ctrlKey || metaKey)) void sending.run();
  }

  return (
    <Part title="GraphQL" note={<p>one request, several services</p>}>
      <div className={styles.bar}>
        <label htmlFor={`${id}-name`}>Operation</label>
        <select id={`${id}-name`} value={name} onChange={({ target }) => choose(target.value)}>
          {OPERATIONS.map((operation) => (
            <option key={operation.name}>{operation.name}</option>
          ))}
        </select>
        <Button look="quiet" isBusy={sending.isPending} onClick={() => void sending.run()}>
          {sending.isPending ? "Sending…" : "Send"}
        </Button>
        <p className={styles.took}>{answered && tookInWords(answered)}</p>
      </div>
      <div className={styles.texts} translate="no">
        <div>
          <label htmlFor={`${id}-query`}>Query</label>
          <textarea
            id={`${id}-query`}
            className={styles.text}
            rows={10}
            spellCheck={false}
            value={query}
            onKeyDown={sendOnControlEnter}
            onChange={({ target }) => setQuery(target.value)}
          />
        </div>
        <div>
          <label htmlFor={`${id}-variables`}>Variables, as JSON</label>
          <textarea
            id={`${id}-variables`}
            className={styles.text}
            rows={10}
            spellCheck={false}
            value={variables}
            aria-invalid={isWrong}
            aria-describedby={isWrong ? `${id}-wrong` : undefined}
            onKeyDown={sendOnControlEnter}
            onChange={({ target }) => setVariables(target.value)}
          />
        </div>
      </div>
      {isWrong && (
        <p id={`${id}-wrong`} className={styles.wrong} role="alert">
          The variables are no JSON object: nothing was sent.
        </p>
      )}
      <Failure failure={sending.failure} />
      {answered && (
        <textarea
          className={styles.answer}
          rows={12}
          readOnly
          aria-label="Answer"
          translate="no"
          value={answered.json}
        />
      )}
    </Part>
  );
}

function parseVariables(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}

function tookInWords({ ms, hasErrors }: Answered): string {
  return `${hasErrors ? "answered with errors" : "answered"} after ${Math.round(ms)} ms`;
}
