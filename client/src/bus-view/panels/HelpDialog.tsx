// The page in words: its keys, its marks, its vocabulary.

import { useEffect, useRef } from "react";
import { useSystem } from "../use-system.ts";
import { legend } from "../stage/Legend.tsx";
import { MarkSign } from "../stage/MarkSign.tsx";
import { Button } from "../../ui/Button.tsx";
import styles from "./HelpDialog.module.css";

const keys: [string, string][] = [
  ["Space", "freeze the view: the screen stands still, the system runs"],
  ["h", "hold deliveries: the bus stops delivering, and takes events all the same"],
  [".", "step: one delivery for each subscriber, while deliveries are held"],
  ["← →", "one event back or on, in the log strip and on the bar below it"],
  ["↑ ↓", "the event before or after, in the table"],
  ["?", "this page"],
];

const words: [string, string][] = [
  ["Event", "Something that has happened, with a type and data. It never changes."],
  [
    "Log",
    "All events in the order in which the bus accepted them. The number of an event is its position.",
  ],
  ["Subscriber", "A service to which the bus delivers every event, in order."],
  ["Cursor", "The position up to which a subscriber has been served."],
  ["Lag", "How many events lie between a cursor and the end of the log."],
  [
    "Outage",
    "The subscriber does not answer. That is not the event's fault and is not counted against it: the bus retries without limit.",
  ],
  [
    "Parked",
    "Refused ten times, so set aside for this subscriber. What comes after it is delivered.",
  ],
  ["Redrive", "One more try for a parked event."],
  ["Replay", "Events sent again. A subscriber that knows their ids ignores them."],
  ["Duplicate", "Delivered more than once. It took effect once."],
];

interface HelpDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

export function HelpDialog({ isOpen, onClose }: HelpDialogProps) {
  const { glossary } = useSystem();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  return (
    <dialog ref={dialog} className={styles.dialog} aria-labelledby="bus-help" onClose={onClose}>
      <header className={styles.head}>
        <h2 id="bus-help" className={styles.title}>
          Reading the bus
        </h2>
        <Button look="quiet" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </header>
      <div className={styles.columns}>
        <section aria-labelledby="bus-help-marks">
          <h3 id="bus-help-marks">Marks</h3>
          <ul className={styles.marks}>
            {legend.map(({ mark, words: meaning }) => (
              <li key={meaning}>
                <MarkSign mark={mark} />
                <span>{meaning}</span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="bus-help-words">
          <h3 id="bus-help-words">Words</h3>
          <dl className={styles.words}>
            {[...words, ...glossary].map(([word, meaning]) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-labelledby="bus-help-keys">
          <h3 id="bus-help-keys">Keys</h3>
          <dl className={styles.keys}>
            {keys.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <p className={styles.note}>
            They work while the focus is in this page and not in a field. “Keys” switches the single
            ones off.
          </p>
        </section>
      </div>
    </dialog>
  );
}
