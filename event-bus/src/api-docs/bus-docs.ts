// /api-docs of the event bus: with a lab, what that answers is described, too.

import { apiDocs } from "@blog/common/api-docs/api-docs";

export const busDocs = (hasLab: boolean) =>
  apiDocs(() => (hasLab ? import("./openapi-lab.ts") : import("./openapi.ts")));
