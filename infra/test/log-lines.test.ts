// JSON from the services becomes lines for people; everything else stays as it is.

import { describe, expect, it } from "vitest";
import { formatLine } from "../local/log-lines.ts";
import { wantsColour } from "../local/terminal.ts";

const plain = (_style: unknown, text: string) => text;
const time = new Date(2026, 0, 2, 3, 4, 5).getTime();

describe("A log line", () => {
  it("shows time, message and details", () => {
    const line = JSON.stringify({ level: 30, time, name: "posts", msg: "listens", port: 4000 });

    expect(formatLine("posts", line, plain)).toBe("posts       │ 03:04:05 listens port=4000");
  });

  it("names the level when something is wrong, and shows the error's stack on lines of its own", () => {
    const err = { message: "no", stack: "Error: no\n    at here" };
    const line = JSON.stringify({ level: 50, time, msg: "failed", err });

    expect(formatLine("query", line, plain).split("\n")).toEqual([
      "query       │ 03:04:05 error: failed",
      "query       │ Error: no",
      "query       │     at here",
    ]);
  });

  it.each(["plain words", "{ not json", '{"no":"level"}', '{"level":"info"}', "null"])(
    "is passed on as it is when it is not one of ours: %s",
    (line) => {
      expect(formatLine("posts", line, plain)).toBe(`posts       │ ${line}`);
    },
  );
});

describe("What comes from outside", () => {
  const nasty = "a\u001b]0;title\u0007\u009b2J\r\u202eb";

  it("cannot steer the terminal, in a log line of ours or in a plain one", () => {
    const entry = { level: 50, time, msg: nasty, title: nasty, err: { stack: `${nasty}\nat b` } };

    for (const line of [JSON.stringify(entry), nasty])
      expect(formatLine("posts", line, plain).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("keeps the colours of a program that has some", () => {
    const line = "\u001b[32mvite\u001b[39m\tready";

    expect(formatLine("client", line, plain)).toContain("\u001b[32mvite\u001b[39m  ready");
  });
});

describe("Colours", () => {
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: "1" }, false],
    [true, { TERM: "dumb" }, false],
    [false, {}, false],
    [undefined, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
  ])("terminal %s with %o: %s", (isTerminal, env, expected) => {
    expect(wantsColour(isTerminal, env)).toBe(expected);
  });
});
