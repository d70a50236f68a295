// The nodes of the map: all subscribers, and all processes that the runner knows of. The bus is drawn apart, and the
// gateway takes no part in events.

import type { Picture } from "../history/picture.ts";

export function namesOf({ subscribers, services }: Picture): string[] {
  const names = [...subscribers, ...services].map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== "event-bus" && name !== "client");
}
