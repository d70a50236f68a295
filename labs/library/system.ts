// The library: two services that own something and a third one that answers what there is, over a bus of their own. It runs
// beside the blog: no port is the same.

import { contracts } from "@library/contracts/events";
import { AUTHORS, BOOKS } from "./seed-books.ts";
import type { System, Travel } from "../../infra/systems/system.ts";

const author = {
  id: "author-1",
  name: "Ada Lovelace",
  email: "ada@example.com",
  createdAt: "2026-01-01T00:00:00.000Z",
  version: 1,
};
const book = {
  id: "book-1",
  title: "Notes",
  authorId: "author-1",
  publishedYear: 1843,
  createdAt: "2026-01-01T00:00:00.000Z",
  version: 1,
};
const fromAuthors = { publishedBy: "author-service" };
const fromBooks = { publishedBy: "book-service" };

const travels: Record<keyof typeof contracts, Travel> = {
  AuthorCreated: {
    ...fromAuthors,
    summary: "An author was created.",
    consumedBy: ["author-service", "book-service", "catalogue"],
    example: author,
  },
  AuthorUpdated: {
    ...fromAuthors,
    summary: "What an author is now, whole.",
    consumedBy: ["author-service", "catalogue"],
    example: { ...author, name: "Ada King", version: 2 },
  },
  AuthorDeleted: {
    ...fromAuthors,
    summary: "An author was deleted. Book-service deletes the books of that author.",
    consumedBy: ["author-service", "book-service", "catalogue"],
    example: { id: author.id, version: 3 },
  },
  BookCreated: {
    ...fromBooks,
    summary: "A book was created.",
    consumedBy: ["book-service", "catalogue"],
    example: book,
  },
  BookUpdated: {
    ...fromBooks,
    summary: "What a book is now, whole.",
    consumedBy: ["book-service", "catalogue"],
    example: { ...book, title: "Notes, revised", version: 2 },
  },
  BookDeleted: {
    ...fromBooks,
    summary: "A book was deleted, by a caller or because its author was.",
    consumedBy: ["book-service", "catalogue"],
    example: { id: book.id, version: 3 },
  },
};

const entry = "src/main.ts";

export const system: System<typeof contracts> = {
  name: "library",
  title: "Library",
  description:
    "Authors and books: what it costs to ask another service, and to know already from events",
  dataFolder: ".data/library",

  services: [
    { name: "event-bus", folder: "event-bus", entry, port: 30_105, firstPath: "/events" },
    {
      ...{ name: "author-service", folder: "labs/library/author-service", entry, port: 30_100 },
      grpcPort: 50_051,
      ...{ keeps: "data", firstPath: "/api-docs", without: "nothing knows the authors" },
    },
    {
      ...{ name: "book-service", folder: "labs/library/book-service", entry, port: 30_101 },
      grpcPort: 50_052,
      ...{ keeps: "data", firstPath: "/api-docs", without: "nothing knows the books" },
    },
    {
      ...{ name: "catalogue", folder: "labs/library/catalogue", entry, port: 30_102 },
      ...{ keeps: "view", firstPath: "/books?by=events", without: "nothing answers over HTTP" },
    },
    {
      ...{ name: "client", folder: "labs/library/gateway", entry: "main.ts", port: 3100 },
      without: "it has no page",
    },
  ],

  subscribers: ["author-service", "book-service", "catalogue"],

  routes: [
    {
      methods: ["GET", "HEAD", "POST", "PATCH", "DELETE"],
      paths: ["/books", "/books/:id", "/authors", "/authors/:id"],
      service: "catalogue",
    },
  ],

  contracts,
  travels,

  seed: {
    content: `${AUTHORS} authors and ${BOOKS} books`,
    create: async (addresses) => (await import("./seed.ts")).seedLibrary(addresses),
  },
};
