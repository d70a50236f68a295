// What the page knows of a lab (client/src/systems) is so: no page may import a lab, so it has contracts of its own, and names
// places in the sources.

import { readFileSync } from "node:fs";
import type { Contracts } from "@blog/common/messaging/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EventType } from "../../client/src/systems/system.ts";
import type { System } from "../../infra/systems/system.ts";

const serviceOf = ({ file }: { file: string }) => file.split("/")[2] ?? "";

/** The tests of one lab's page. */
export function testPageDescription<C extends Contracts>(
  system: System<C>,
  eventTypes: Iterable<readonly [string, EventType]>,
): void {
  const types = new Map(eventTypes);
  const known = new Map<string, z.ZodType>(Object.entries(system.contracts));

  describe(`The page's description of the ${system.name}`, () => {
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
}
