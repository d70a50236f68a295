// What this tab has sent and the stream has not brought back yet: shown meanwhile, and never beside the real thing.
// The HTTP answer (which brings the id) and the stream (which brings the item) come in either order; a pure function of
// what is known gives the same list in both.

export interface Outgoing {
  /** Stays the same from the first moment to the last. */
  key: string;
  text: string;
  /** Known once the HTTP answer is there. */
  id?: string;
  /** The ids of those with the same text that were there before. They cannot be this one. */
  alike: string[];
}

export interface Received {
  id: string;
  text: string;
}

/** The items of `outgoing` that are not among `received` yet. */
export function unconfirmed(outgoing: Outgoing[], received: Received[]): Outgoing[] {
  const taken = new Set(outgoing.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return outgoing.filter(({ id, text, alike }) => {
    if (id !== undefined) return received.every((item) => item.id !== id);
    // No answer yet: an equal text that was not there before must be it.
    const twin = received.find(
      (item) => item.text === text && !alike.includes(item.id) && !taken.has(item.id),
    );
    if (twin) taken.add(twin.id);
    return !twin;
  });
}
