// What was typed and not sent yet. It outlives a failed request, a change of page and a reload; it ends with the tab.

import { createStore, type Store, useStore } from "../live/store.ts";

const drafts = new Map<string, Store<string>>();

/** The draft of this name: its text, and how to change it. An empty text forgets the draft. */
export function useDraft(name: string): [string, (text: string) => void] {
  const draft = openDraft(`draft:${name}`);
  return [useStore(draft), draft.set];
}

function openDraft(key: string): Store<string> {
  const known = drafts.get(key);
  if (known) return known;
  const draft = createStore(load(key));
  draft.subscribe(() => save(key, draft.get()));
  drafts.set(key, draft);
  return draft;
}

function load(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    // Storage may be forbidden: then a draft lives as long as the page.
    return "";
  }
}

function save(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // See load: nothing is lost while the page lives.
  }
}
