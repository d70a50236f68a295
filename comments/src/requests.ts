// What callers of comments may send.

import { textOf } from "@blog/common/base/text";
import { z } from "zod";

export const NewComment = z.object({ content: textOf(1000) }, "must be a JSON object");
