// The messages of author.AuthorService: the names and types of proto/author/author.proto (a test compares them), and the rules
// that its types cannot state.

import type { Contract } from "@labs/common/grpc/contract";
import { textOf } from "@blog/common/base/text";
import { PageRequest } from "@labs/common/page";
import { z } from "zod";
import { Outcome } from "./outcome.ts";

export const Author = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  createdAt: z.string(),
});
export type Author = z.output<typeof Author>;

const Name = textOf(200);
const Email = z.email("must be an email address").max(254);

export const CreateAuthorRequest = z.object({ name: Name, email: Email });
export const UpdateAuthorRequest = z.object({
  id: z.string(),
  name: z.exactOptional(Name),
  email: z.exactOptional(Email),
});
const ById = z.object({ id: z.string() });
const Authors = z.object({ authors: z.array(Author) });

export const authorService = {
  service: "author.AuthorService",
  file: new URL("../../proto/author/author.proto", import.meta.url),
  methods: {
    CreateAuthor: { request: CreateAuthorRequest, response: Author, isWrite: true },
    GetAuthor: { request: ById, response: Author },
    GetAuthorById: { request: ById, response: Author },
    GetAuthors: { request: z.object({ ids: z.array(z.string()).max(1000) }), response: Authors },
    UpdateAuthor: { request: UpdateAuthorRequest, response: Outcome, isWrite: true },
    DeleteAuthor: { request: ById, response: Outcome, isWrite: true },
    ListAuthors: { request: PageRequest, response: Authors.extend({ next: z.string() }) },
  },
} satisfies Contract;
