// What a screen reader announces of the shop: what the reader has caused, and what became of it.

import { createStore, type Store } from "../../../ui/store.ts";
import type { Sentence } from "../../../ui/Voice.tsx";

export const announced: Store<Sentence> = createStore<Sentence>({ number: 0, text: "" });

export function announce(text: string): void {
  announced.set({ number: announced.get().number + 1, text });
}
