// Authors for the experiments, so that the reader need not think one up.

import { type Author, createAuthor, getAuthors } from "./catalogue.ts";

const names = [
  "Ada Lovelace",
  "Grace Hopper",
  "Barbara Liskov",
  "Edsger Dijkstra",
  "Leslie Lamport",
];

/** One who was not there before: an email belongs to one author only. */
export function newAuthor(): Promise<Author> {
  const name = names[Math.floor(Math.random() * names.length)] ?? "An author";
  const email = `${name.toLowerCase().replace(" ", ".")}.${Date.now()}@example.com`;
  return createAuthor({ name, email });
}

/** The newest author, or a new one. */
export async function someAuthor(): Promise<Author> {
  return (await getAuthors()).at(-1) ?? newAuthor();
}
