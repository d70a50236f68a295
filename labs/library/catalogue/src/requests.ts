// What callers of the catalogue may ask for. What they may write is in the contracts.

import { wholeNumber } from "@blog/common/base/settings";
import { CreateAuthorRequest, UpdateAuthorRequest } from "@library/contracts/author";
import { CreateBookRequest, UpdateBookRequest } from "@library/contracts/book";
import { MAX_PAGE } from "@labs/common/page";
import { z } from "zod";

export const PageQuery = z.object({
  limit: wholeNumber(1, MAX_PAGE).default(100),
  after: z.string("must be the id of one of them").default(""),
});

const by = z.enum(["rpc", "events"], 'must be "rpc" or "events"').default("rpc");
const naive = z.enum(["1", "at-once"], 'must be "1" or "at-once"').optional();

export const BookQuery = z.object({ by, naive });
export const BooksQuery = BookQuery.extend(PageQuery.shape);

export const NewAuthor = CreateAuthorRequest;
export const AuthorChanges = UpdateAuthorRequest.omit({ id: true });
export const NewBook = CreateBookRequest;
export const BookChanges = UpdateBookRequest.omit({ id: true });
