// What the page knows of the library (client/src/systems/library) is so: no page may import a lab, so it has contracts of its own,
// and names places in the sources.

import { readFileSync } from "node:fs";
import { contracts } from "@library/contracts/events";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventTypes } from "../../../client/src/systems/library/event-types.ts";
import { system } from "../../../labs/library/system.ts";

const types = new Map(eventTypes);
const known = new Map<string, z.ZodType>(Object.entries(contracts));

const serviceOf = ({ file }: { file: string }) => file.split("/")[2] ?? "";

describe("The page's description of the library", () => {
  it("has every event, and no other", () => {
    expect([...types.keys()]).toEqual([...known.keys()]);
  });

  it.each([...types])("has the contract of %s", (type, { contract }) => {
    expect(z.toJSONSchema(contract)).toEqual(z.toJSONSchema(known.get(type)!));
  });

  it.each([...types])("names who publishes %s, and who handles it", (type, description) => {
    const travel = new Map(Object.entries(system.travels)).get(type);

    expect(description.published.map(serviceOf)).toEqual([travel?.publishedBy]);
    expect(description.handled.map(serviceOf)).toEqual(travel?.consumedBy);
  });

  it("has letters of which none is used twice", () => {
    const letters = [...types.values()].map(({ letter }) => letter);

    expect(new Set(letters).size).toBe(letters.length);
  });

  const places = [...types.values()].flatMap(({ declared, published, handled }) => [
    declared,
    ...published,
    ...handled,
  ]);

  it.each(places)("finds “$code” in $file", ({ file, code }) => {
    const lines = readFileSync(file, "utf8").split("\n");

    expect(lines.filter((line) => line.includes(code))).not.toEqual([]);
  });
});
