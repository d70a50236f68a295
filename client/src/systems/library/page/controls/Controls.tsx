// What a reader can do to the library: rename an author, and make author-service slow or stop it.

import { useLabAction } from "../../../../bus-view/lab/use-lab-action.ts";
import { Button } from "../../../../ui/Button.tsx";
import { State } from "../../../../services/State.tsx";
import { AUTHOR_SERVICE, processControl, speedControl, stateInWords } from "./author-service.ts";
import { ControlButton } from "./ControlButton.tsx";
import styles from "./Controls.module.css";
import type { AuthorService } from "./use-author-service.ts";

interface ControlsProps {
  service: AuthorService;
  rename: () => Promise<void>;
  /** What the last rename has changed, as a sentence; empty before one. */
  renamed: string;
  cannotRename: string | undefined;
  isPaused: boolean;
  onPause: (isPaused: boolean) => void;
}

export function Controls(props: ControlsProps) {
  const { service, rename, renamed, cannotRename, isPaused, onPause } = props;
  const renaming = useLabAction(rename);
  const changing = useLabAction(service.change);
  const delaying = useLabAction(service.setDelay);
  const process = processControl(service.facts);
  const speed = speedControl(service.facts);
  const off = process.unavailable && !service.facts.lab?.runner ? process.unavailable : undefined;
  const error = renaming.error ?? changing.error ?? delaying.error;

  function only(run: () => void): void {
    for (const action of [renaming, changing, delaying]) action.clear();
    run();
  }

  return (
    <section className={styles.controls} aria-label="Experiments">
      <div className={styles.head}>
        <p className={styles.service}>
          <span className={styles.name}>{AUTHOR_SERVICE}</span>{" "}
          <State {...stateInWords(service.facts)} />
        </p>
        <Button look="text" onClick={() => onPause(!isPaused)}>
          {isPaused ? "Ask again" : "Pause asking"}
        </Button>
      </div>
      <div className={styles.buttons}>
        <ControlButton
          look="main"
          isPending={renaming.isPending}
          unavailable={cannotRename}
          onClick={() => only(() => renaming.run())}
        >
          Rename an author
        </ControlButton>
        <ControlButton
          look="quiet"
          isPending={delaying.isPending}
          unavailable={speed.unavailable}
          onClick={() => only(() => delaying.run(speed.does))}
        >
          {speed.label}
        </ControlButton>
        <ControlButton
          look="quiet"
          isPending={changing.isPending}
          unavailable={process.unavailable}
          onClick={() => only(() => changing.run(process.does))}
        >
          {process.label}
        </ControlButton>
      </div>
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : (
        <p className={styles.note}>{off ?? renamed}</p>
      )}
    </section>
  );
}
