// GET /lab: what can be watched here, and what can be done.

import { http } from "../../api/http.ts";

export interface Lab {
  /** Deliveries are recorded: /lab/stream tells them. */
  recording: boolean;
  /** The bus takes the lab's verbs. */
  control: boolean;
  /** Processes can be stopped and started. */
  runner: boolean;
}

export async function getLab(signal: AbortSignal): Promise<Lab> {
  const { data } = await http.get<Lab>("/lab", { signal });
  const { recording = false, control = false, runner = false } = data;
  return { recording, control, runner };
}
