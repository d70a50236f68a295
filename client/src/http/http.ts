// How the browser asks the services: same origin, through the gateway. Every request has a time limit, so that a form
// never waits without end.

import { create } from "axios";

export const http = create({ timeout: 15_000, headers: { Accept: "application/json" } });
