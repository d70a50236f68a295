// The field's words instead of a dialect of our own: events are published and received, not said and heard. Counted in code,
// comments and strings; a compound name counts by its parts. Each folder has a ceiling, so that the words do not come back.

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

/** How many may be left in each folder. Tests speak for themselves. */
const CEILINGS: [folder: RegExp, ceiling: number][] = [
  [/^common\/src\/messaging\//, 0],
  [/^common\/src\/delivery\//, 0],
  [/^common\/src\/wire\//, 0],
  [/^common\/src\/http\//, 0],
  [/^common\/src\/database\//, 0],
  [/^common\/src\/base\//, 0],
  [/^common\/src\/api-docs\//, 0],
  [/^common\/src\/engines\//, 0],
  [/^common\/src\/observability\//, 0],
  [/^common\/src\/speed\//, 0],
  [/^common\/src\/events\.ts$/, 0],
  [/^event-bus\/src\/[^/]+$/, 0],
  [/^event-bus\/src\/log\//, 0],
  [/^event-bus\/src\/delivery\//, 0],
  [/^event-bus\/src\/routes\//, 0],
  [/^event-bus\/src\/api-docs\//, 0],
  [/^event-bus\/src\/lab\//, 0],
  [/^event-bus\/src\/observability\//, 0],
  [/^event-bus\/src\/speed\//, 0],
  [/^event-bus\/src\/stream-gateway\//, 0],
  [/^infra\//, 0],
  [/^bench\//, 0],
  [/^posts\//, 0],
  [/^comments\//, 0],
  [/^moderation\//, 0],
  [/^query\//, 0],
  [/^client\/gateway\//, 0],
  [/^client\/src\/blog\//, 0],
  [/^client\/src\/bus-view\//, 0],
  [/^client\/src\/[^/]+$/, 0],
];

/** Names on the wire and on disk, which outlive a rename in the code. */
const STORED_NAMES: Record<string, string[]> = {
  "common/src/messaging/checkpoint.ts": ["passedOver"],
  "common/src/messaging/inbox.ts": ["passed_over"],
  "event-bus/src/delivery/answer.ts": ['"suspect"'],
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
};

const code = filesOfTheProject().filter(
  (path) => /\.(tsx?|mjs|json|ya?ml|conf)$/.test(path) && !/(^|\/)tests?\//.test(path),
);

describe("The words of the dialect", () => {
  it.each(CEILINGS)("in %s are at most %i", (folder, ceiling) => {
    const files = code.filter((path) => folder.test(path));
    const found = files.flatMap(wordsIn);

    expect(files).not.toEqual([]);
    expect(found.length, `found:\n${found.join("\n")}`).toBeLessThanOrEqual(ceiling);
  });

  it("have no exception that is no longer needed", () => {
    const entries = Object.entries(STORED_NAMES);
    const unused = entries.flatMap(([path, names]) =>
      names.filter((name) => !readFileSync(path, "utf8").includes(name)),
    );

    expect(unused).toEqual([]);
  });
});

/** Each with its file and line. */
function wordsIn(path: string): string[] {
  const names = STORED_NAMES[path] ?? [];
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
