// The sentence that is announced now.

import { useEffect, useState } from "react";
import type { Store } from "../../../ui/store.ts";
import type { Sentence } from "../../../ui/Voice.tsx";
import { announce, NOTHING } from "./announcements.ts";
import type { Comparison } from "./asking/comparison.ts";

export function useAnnouncement(state: Store<Comparison>): Sentence {
  const [sentence, setSentence] = useState<Sentence>({ number: 0, text: "" });

  useEffect(() => {
    let announced = NOTHING;
    return state.subscribe(() => {
      const next = announce(announced, state.get());
      announced = next.announced;
      if (next.text) setSentence(({ number }) => ({ number: number + 1, text: next.text }));
    });
  }, [state]);

  return sentence;
}
