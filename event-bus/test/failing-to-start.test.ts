// A bus that cannot use its log ends at once, with one line that a person can act on.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openSqlite } from "@blog/common/engines/sqlite/sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { runMain } from "../../tests/kit/main-process.ts";
import { openBus } from "../src/bus.ts";
import { newLogFile } from "./test-folder.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

describe("The bus does not start", () => {
  it("when its log is damaged", async () => {
    const file = newLogFile();
    writeFileSync(file, "This is a letter, not a database. ".repeat(200));

    const { code, out, errors } = await runMain(main, { DATABASE_URL: `sqlite:${file}` });

    expect(code).toBe(78);
    expect(JSON.parse(out)).toMatchObject({ level: 60, msg: `${file}: file is not a database` });
    expect(errors).toBe("");
  });

  it("when another process uses its log", async () => {
    const file = newLogFile();
    const bus = openBus({
      file,
      open: openSqlite,
      subscribers: [],
      createTransport: () => ({}) as never,
    });
    onTestFinished(bus.close);

    const { code, out } = await runMain(main, { DATABASE_URL: `sqlite:${file}` });

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      level: 60,
      msg: `${file} is in use by another process.`,
    });
  });

  it("when a setting is wrong, and names it", async () => {
    const { code, errors } = await runMain(main, { SUBSCRIBERS: "posts=localhost:4000" });

    expect(code).toBe(78);
    expect(errors).toContain('SUBSCRIBERS: "posts=localhost:4000" is not name=http://host:port');
  });
});
