// The field's words instead of a dialect of our own: events are published and received, not said and heard. Counted in code,
// comments, strings, docs and styles; a compound name counts by its parts.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "./project-files.ts";

const DIALECT = [
  // publish, emit, receive, handle; for text: name, describe, mean
  ...["say|says|said|saying", "tell|tells|told|telling", "hear|hears|heard|hearing|unheard"],
  // event; decision
  ...["news", "opinions?"],
  // client, publisher, subscriber, consumer, caller, operator
  ...["somebody|nobody|anybody|everybody", "whoever", "those who"],
  // restored; skipped; in flight; permanently; must; so that … not; range, chunk; persistent
  ...[
    "put back",
    "led past",
    "pass(?:ed)? over",
    "under way",
    "for (?:good|ever)",
    "shall",
    "lest",
  ],
  ...["stretch|stretches", "lasting connections?", "(?:long|quick) ways?"],
  // cursor, checkpoint; retry policy, timeout; rejected
  ...["standings?", "whereabouts", "patient|patience|impatient|impatience"],
  ...["suspects?|suspected|suspicions?|mistrust"],
];
const WORD = new RegExp(`\\b(?:${DIALECT.join("|")})\\b`, "gi");

/** Names on the wire and on disk, which outlive a rename in the code; and words that mean something else. */
const EXCEPTIONS: Record<string, string[]> = {
  "common/src/messaging/checkpoint.ts": ["passedOver"],
  "common/src/messaging/inbox.ts": ["passed_over"],
  "common/src/delivery/answer.ts": ['"suspect"'],
  "event-bus/src/observability/bus-metrics.ts": ["outage or suspect"],
  "event-bus/src/lab/records.ts": ['"suspect"', '"unheard"'],
  "event-bus/src/lab/recorded-delivery.ts": ['"unheard"'],
  "event-bus/src/lab/replay-report.ts": ["unheard"],
  "event-bus/src/lab/replay-route.ts": ["unheard"],
  "client/src/bus-view/history/mark-after.ts": ["unheard:"],
  "client/src/bus-view/panels/drawer/replay-words.ts": ['"unheard"'],
  "client/src/bus-view/panels/drawer/session-schema.ts": ['"suspect"', '"unheard"'],
  "client/src/bus-view/panels/inspector/delivery-words.ts": ["unheard:", '"suspect"'],
  "client/src/bus-view/stage/dot-words.ts": ['"suspect"'],
  "common/test/checkpoint.test.ts": ["passedOver"],
  // A user of the system.
  "tests/scale/postgres-server.ts": ['"nobody"'],
  // A value of CSS.
  "client/src/blog/posts/PostCreate.module.css": ["stretch"],
  // A post and a comment in the README's pictures.
  "tests/browser/sample.ts": ["about patience", "so is patience"],
  "tests/browser/bus/looks.test.ts": ["so is patience"],
};

/** The same in tests, any of which may build or expect a record of the lab. */
const STORED_IN_TESTS = ['"suspect"', '"unheard"', "unheard:"];
const TESTS = /(^|\/)tests?\//;

/** The words as a list, published schemas, and the generated list of packages. */
const NOT_COUNTED = /^(tests\/vocabulary\.test\.ts|infra\/test\/schemas\/.*|package-lock\.json)$/;

const texts = filesOfTheProject().filter(
  (path) =>
    /(\.(tsx?|m[jt]s|js|json|ya?ml|conf|md|css|html|svg|sh|proto)|Dockerfile)$/.test(path) &&
    !NOT_COUNTED.test(path),
);

const folderOf = (path: string) => path.split("/", 1)[0]!;

describe("The words of the dialect", () => {
  it.each([...new Set(texts.map(folderOf))])("are not used in %s", (folder) => {
    expect(texts.filter((path) => folderOf(path) === folder).flatMap(wordsIn)).toEqual([]);
  });

  it("have no exception that is no longer needed", () => {
    const unused = Object.entries(EXCEPTIONS).flatMap(([path, names]) =>
      names.filter((name) => !readFileSync(path, "utf8").includes(name)),
    );

    expect(unused).toEqual([]);
  });
});

/** Each with its file and line. */
function wordsIn(path: string): string[] {
  const names = [...(EXCEPTIONS[path] ?? []), ...(TESTS.test(path) ? STORED_IN_TESTS : [])];
  const text = names.reduce((rest, name) => rest.replaceAll(name, ""), readFileSync(path, "utf8"));
  return text
    .split("\n")
    .flatMap((line, index) =>
      [...inParts(line).matchAll(WORD)].map(([word]) => `${path}:${index + 1} ${word}`),
    );
}

// "isUnderWay" is "is Under Way", and "passed_over" is "passed over".
function inParts(line: string): string {
  return line.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
}
