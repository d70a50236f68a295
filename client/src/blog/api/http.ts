// How the browser talks to the blog: same origin, through the gateway. Every request has a time limit, so that a form
// never waits without end.

import { create } from "axios";

export const http = create({ timeout: 15_000, headers: { Accept: "application/json" } });
