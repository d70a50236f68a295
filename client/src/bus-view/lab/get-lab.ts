// GET /lab: what can be watched here, and what can be done.

import { isUnknownAddress } from "../../http/course-part.ts";
import { http } from "../../http/http.ts";

export interface Lab {
  /** Deliveries are recorded: /lab/stream sends them. */
  recording: boolean;
  /** The bus takes the lab's verbs. */
  control: boolean;
  /** Processes can be stopped and started. */
  runner: boolean;
  /** The system runs in a Kubernetes cluster. */
  cluster: boolean;
}

export async function getLab(signal: AbortSignal): Promise<Lab> {
  const { data } = await http.get<Partial<Lab>>("/lab", { signal }).catch((error: unknown) => {
    // A bus of the course has no lab, and answers all the same.
    if (isUnknownAddress(error)) return { data: {} as Partial<Lab> };
    throw error;
  });
  const { recording = false, control = false, runner = false, cluster = false } = data;
  return { recording, control, runner, cluster };
}
