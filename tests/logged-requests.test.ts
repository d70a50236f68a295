// What no log may have, whatever its level: a request is logged with its headers at LOG_LEVEL=debug.

import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { nodeFlags } from "../infra/local/service-process.ts";

it("A logged request has neither its token nor its cookies", () => {
  const logger = new URL("../common/src/base/logger.ts", import.meta.url).href;
  const headers = { authorization: "Bearer a-token", cookie: "a=cookie", host: "localhost" };
  const program = `import { createLogger } from "${logger}";
    createLogger("posts").debug({ req: { headers: ${JSON.stringify(headers)} } }, "request");`;

  const line = execFileSync(
    process.execPath,
    [...nodeFlags(), "--input-type=module", "--eval", program],
    { encoding: "utf8", env: { ...process.env, LOG_LEVEL: "debug" } },
  );

  expect(line).toContain("localhost");
  expect(line).not.toMatch(/a-token|a=cookie/);
});
