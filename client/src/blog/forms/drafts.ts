// What was typed and not sent yet. It outlives a failed request, a change of page and a reload; it ends with the tab.

import { createStore, type Store } from "../../ui/store.ts";

export interface Drafts {
  /** The draft of this name. An empty text forgets it. */
  open(name: string): Store<string>;
}

export function createDrafts(): Drafts {
  const drafts = new Map<string, Store<string>>();
  return {
    open(name) {
      const key = `draft:${name}`;
      const known = drafts.get(key);
      if (known) return known;
      const draft = createStore(load(key));
      draft.subscribe(() => save(key, draft.get()));
      drafts.set(key, draft);
      return draft;
    },
  };
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
