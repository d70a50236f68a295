// What the manifests allow each process, and the most it has had.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { root } from "../../infra/local/services.ts";

/** In MiB, as in `resources.limits.memory` of the Deployment. */
export function memoryLimitOf(service: string): number {
  const text = readFileSync(join(root, "infra", "k8s", `${service}-depl.yaml`), "utf8");
  for (const document of parseAllDocuments(text)) {
    const limit = document.getIn(LIMIT);
    if (typeof limit === "string" && /^\d+Mi$/.test(limit)) return Number.parseInt(limit, 10);
  }
  throw new Error(`There is no limit for ${service} in Mi.`);
}

const LIMIT = ["spec", "template", "spec", "containers", 0, "resources", "limits", "memory"];

/** In MiB, since the process was started: Linux keeps it, so that no moment is missed. Infinity when the process has ended. */
export function highestMemoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
