// How often the page polls for what no stream brings.

import type { ConnectionState } from "../../http/event-stream.ts";

/** In milliseconds; false while a stream brings every change, or may be open in a moment. */
export function askWithoutStreamMs(connection: ConnectionState): number | false {
  if (connection === "absent") return 2000;
  // An interrupted service is probably ill: it is polled less often.
  return connection === "interrupted" ? 5000 : false;
}
