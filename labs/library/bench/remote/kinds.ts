// The kinds of remote calls that are compared, and what is asked for: authors by id, of whom there are a hundred.

export const KINDS = ["ours", "grpc-js", "Express and undici", "node:http"] as const;
export type Kind = (typeof KINDS)[number];

export const authors = Array.from({ length: 100 }, (_, index) => ({
  // As long as the ids of the library are.
  id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  name: `Author ${index}`,
  email: `author-${index}@example.com`,
  createdAt: "2026-01-01T00:00:00.000Z",
}));

export type Author = (typeof authors)[number];

const byId = new Map(authors.map((author) => [author.id, author]));

export function findAuthor(id: string): Author | undefined {
  return byId.get(id);
}

export function findAuthors(ids: string[]): Author[] {
  return ids.flatMap((id) => findAuthor(id) ?? []);
}
