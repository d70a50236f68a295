// The one question: which books are there, and who wrote them? It has two answers (by-rpc.ts, by-events.ts), alike in all but
// what they cost.

export interface CatalogueBook {
  id: string;
  title: string;
  publishedYear: number;
  /** Without a name as long as this author is not known: it was deleted a moment ago, or its event is still on its way. */
  author: { id: string; name: string | null };
}

export interface Answer {
  books: CatalogueBook[];
  /** Empty when there are no more. */
  next: string;
  answeredBy: "rpc" | "events";
  /** How many calls of other services it took. */
  calls: number;
  /** ISO 8601: true then. By events, the time of the last one that was received; null before there was one. */
  asOf: string | null;
}

export interface Page {
  limit: number;
  /** The id of the last book that the caller has. */
  after: string;
}

export interface Catalogue {
  list(page: Page): Promise<Answer>;
  /** The book alone; no book when there is none. */
  find(id: string): Promise<Answer>;
}
