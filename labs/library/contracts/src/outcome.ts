// What a write answers that creates nothing.

import { z } from "zod";

/** An answer to a write: `success` is true whenever there is one, for a failure is a status code. */
export const Outcome = z.object({ success: z.boolean(), message: z.string() });
