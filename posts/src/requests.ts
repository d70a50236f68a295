// What callers of posts may send.

import { textOf } from "@blog/common/base/text";
import { z } from "zod";

export const NewPost = z.object({ title: textOf(200) }, "must be a JSON object");
