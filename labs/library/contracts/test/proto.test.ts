// The library's two contracts, compared with their .proto files.

import { authorService } from "@library/contracts/author";
import { bookService } from "@library/contracts/book";
import { testAgainstProto } from "../../../common/test/compare-with-proto.ts";

testAgainstProto(authorService);
testAgainstProto(bookService);
