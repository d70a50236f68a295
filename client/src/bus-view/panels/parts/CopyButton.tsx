// Copies a text to the clipboard and confirms it. Browsers allow that to pages from this machine or over https only.

import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";

interface CopyButtonProps {
  text: string;
  /** What is copied: the label is "Copy …". */
  what: string;
}

const shownForMs = 2000;

export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState("");

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("Copied");
    } catch {
      setOutcome("Not allowed here: please select it");
    }
    setTimeout(() => setOutcome(""), shownForMs);
  }

  return (
    <Button look="text" onClick={() => void copy()}>
      <span>{outcome || `Copy ${what}`}</span>
      <output className="visually-hidden">{outcome}</output>
    </Button>
  );
}
