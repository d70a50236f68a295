// The idempotency key of a form: the same one until the request was accepted, however often the visitor presses the button,
// and a new one as soon as the text is changed.

import { useRef } from "react";
import { newIdempotencyKey } from "../../http/idempotency-key.ts";

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
