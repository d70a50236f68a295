// What of the library `npm run call` can call, and where it is.

import { readSettings } from "@blog/common/base/settings";
import { Addresses } from "@library/contracts/addresses";
import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import type { Callable } from "../call.ts";

const { AUTHOR_GRPC, BOOK_GRPC } = readSettings(Addresses);

export const callable: Callable[] = [
  { contract: authorService, address: AUTHOR_GRPC },
  { contract: bookService, address: BOOK_GRPC },
];
