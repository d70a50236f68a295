// What callers of query may ask for.

import { wholeNumber } from "@blog/common/base/settings";
import { z } from "zod";

export const PageQuery = z.object({
  limit: wholeNumber(1, 100).default(20),
  before: z.string("must be the id of one post").optional(),
});
