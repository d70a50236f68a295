// The pages for the reader keep their word: every command in them is run, in order, and answers what is written there.

import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Blog, type ServiceName, startBlog } from "../kit/blog.ts";
import { readAddresses, readCommands } from "./markdown.ts";
import { createTerminal, type Terminal } from "./terminal.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const ALL = serviceNames(blogSystem);

/** The pages with commands in them, and what runs when their reader begins. */
const PAGES: [string, ServiceName[]][] = [
  ["README.md", ALL],
  ["docs/course-walkthrough.md", ALL],
  ["docs/wire.md", ["posts"]],
];

describe.each(PAGES)("The commands in %s", (page, services) => {
  let blog: Blog;
  let terminal: Terminal;

  beforeAll(async () => {
    blog = await startBlog({ comments: 3, only: [] });
    await Promise.all(services.map((name) => blog.start(name)));
    terminal = createTerminal(blog);
    return () => blog.stop();
  });

  const commands = readCommands(page).map((block) => [block.name, block] as const);

  it.each(commands)("%s", async (_name, { lines, answer }) => {
    for (const line of lines.slice(0, -1)) await terminal.type(line, "success");
    const last = lines.at(-1) ?? "";
    // What is published, is published once. What is read may need a moment to arrive.
    const mayRepeat = last.startsWith("curl ") && !/-X|-N/.test(last);
    if (mayRepeat) await vi.waitFor(answersAsWritten, { timeout: 10_000, interval: 100 });
    else await answersAsWritten();

    async function answersAsWritten() {
      const isShown = answer !== undefined;
      const printed = await terminal.type(last, isShown ? "any answer" : "success");
      expect(isShown ? anonymous(printed ?? "") : answer).toEqual(answer);
    }
  });

  it("stand among addresses that answer", async () => {
    for (const address of readAddresses(page)) {
      const { status } = await fetch(terminal.address(address), {
        headers: { accept: "text/html" },
      });

      expect([address, status]).toEqual([address, 200]);
    }
  });
});

/** The pages show an id as "…". */
function anonymous(json: string): unknown {
  return JSON.parse(json.replaceAll(UUID, "…"));
}
