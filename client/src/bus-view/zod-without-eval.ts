// zod tries whether it may make code as it runs, to be faster. Here it may not: the page's content security policy forbids
// it, and the browser would complain about the attempt at each visit. To be imported before the first contract is read.

import { config } from "zod";

config({ jitless: true });
