// A live region. Each sentence is in an element of its own: a screen reader announces changes only, and repeating the same
// text would be none.

/** The number distinguishes a sentence from an equal one before it. */
export interface Sentence {
  number: number;
  text: string;
}

export function Voice({ label, sentence }: { label: string; sentence: Sentence }) {
  return (
    <output className="visually-hidden" aria-label={label}>
      <span key={sentence.number} dir="auto">
        {sentence.text}
      </span>
    </output>
  );
}
