// The description of where each event goes is what the services do: a service that acts on a type has a handler of its name, and
// one that publishes it names it to its outbox.

import { describe, expect, it } from "vitest";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { withoutComments } from "../../../tests/imports.ts";
import { system } from "../system.ts";

const types = Object.keys(system.contracts);
const travels = Object.entries(system.travels);

describe.each(system.subscribers)("%s", (name) => {
  const { folder } = system.services.find((each) => each.name === name)!;
  const source = filesOfTheProject()
    .filter((path) => path.startsWith(`${folder}/src/`) && path.endsWith(".ts"))
    .map(withoutComments)
    .join("\n");

  it("consumes what is described", () => {
    const handled = types.filter((type) => new RegExp(`(?<!["\\w])${type}\\b *[:(]`).test(source));

    expect(
      travels.flatMap(([type, { consumedBy }]) => (consumedBy.includes(name) ? [type] : [])),
    ).toEqual(handled);
  });

  it("publishes what is described", () => {
    const published = types.filter(
      (type) => /outbox\.add/.test(source) && new RegExp(`"${type}"`).test(source),
    );
    const described = travels.flatMap(([type, { publishedBy }]) =>
      publishedBy === name ? [type] : [],
    );

    expect(published).toEqual(expect.arrayContaining(described));
  });
});

it("Every example keeps its contract", () => {
  for (const [type, { example }] of travels) {
    const contract = system.contracts[type as keyof typeof system.contracts];

    expect(contract.safeParse(example).error, type).toBeUndefined();
  }
});
