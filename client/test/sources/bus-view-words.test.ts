// The bus view reads the description of a system (client/src/systems) and knows none by itself: no file of it names a
// service, an event type or a thing of the blog.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contracts } from "@blog/common/events";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../../tests/project-files.ts";

const root = new URL("../../../", import.meta.url);
const files = filesOfTheProject().filter((path) => path.startsWith("client/src/bus-view/"));

const THINGS = ["blog", "posts?", "comments?", "query", "moderation", "postId", "orange"];
const WORDS = new RegExp(`\\b(${[...THINGS, ...Object.keys(contracts)].join("|")})\\b`, "gi");

/** HTTP has a method of this name, and so has axios. The file format is older. */
const OTHERS = /\bPOST [/$]|http\.post\b|\bfrom "@blog\/|react-query|event-driven-blog/g;

function wordsIn(source: string): string[] {
  return source.replaceAll(OTHERS, "").match(WORDS) ?? [];
}

describe("The bus view", () => {
  it("is found naming what belongs to the blog", () => {
    const code = 'if (name === "query") show("Write a post"); // PostCreated, of the blog';

    expect(wordsIn(code)).toEqual(["query", "post", "PostCreated", "blog"]);
    expect(wordsIn('await http.post("/lab/reset"); useQuery({ queryKey }); // POST /lab')).toEqual(
      [],
    );
  });

  it("names nothing of it", () => {
    const found = files.flatMap((path) =>
      wordsIn(readFileSync(fileURLToPath(new URL(path, root)), "utf8")).map(
        (word) => `${path}: ${word}`,
      ),
    );

    expect(files.length).toBeGreaterThan(150);
    expect(found).toEqual([]);
  });
});
