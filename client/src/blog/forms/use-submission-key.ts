// The key of what a form sends: the same one until it was accepted, however often the visitor has to press the button, and
// another one as soon as the words are others.

import { useRef } from "react";
import { newIdempotencyKey } from "../api/idempotency-key.ts";

export function useSubmissionKey() {
  const submission = useRef<{ text: string; key: string } | null>(null);

  return {
    keyOf(text: string): string {
      if (submission.current?.text !== text)
        submission.current = { text, key: newIdempotencyKey() };
      return submission.current.key;
    },
    /** It was accepted: the same words, sent again, are meant to be there twice. */
    accepted(): void {
      submission.current = null;
    },
  };
}
