// Which system a page shows is written on it, and a name that is not known is no reason to show another system's words.

import { describe, expect, it } from "vitest";
import { blog } from "../../src/systems/blog/blog.ts";
import { loaderOf } from "../../src/systems/load-system.ts";

describe("The system of a page", () => {
  it.each([undefined, "blog"])("is the blog where the page names %s", async (name) => {
    expect(await loaderOf(name)()).toBe(blog);
  });

  it.each(["library-of-babel", "constructor", ""])("is none that is called “%s”", (name) => {
    expect(() => loaderOf(name)).toThrow(`no system called ${name}`);
  });
});
