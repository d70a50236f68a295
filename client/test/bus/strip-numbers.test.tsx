// The numbers under the cells of the log: each where it has room, otherwise every fifth, so that they never run together.

import "@testing-library/jest-dom/vitest";
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { StripCells } from "../../src/bus-view/stage/StripCells.tsx";
import { SystemContext } from "../../src/bus-view/use-system.ts";
import { blog } from "../../src/systems/blog/blog.ts";

function numbersShown(tail: number, unit: number): string[] {
  const positions = Array.from({ length: 10 }, (_, index) => tail - 9 + index);
  const { container } = render(
    <SystemContext value={blog}>
      <StripCells
        {...{ positions, tail, unit, cell: 28 * unit, first: 1, selected: undefined }}
        typeOf={() => "PostCreated"}
        viewing="live"
        onPick={() => {}}
      />
    </SystemContext>,
  );
  const texts = [...container.querySelectorAll("button > span:last-child")];
  return texts.map(({ textContent }) => textContent).filter(Boolean);
}

describe("The numbers of the log", () => {
  it.each([1, 2])("are all shown up to 999, at %d times the usual size of text", (unit) => {
    expect(numbersShown(999, unit)).toHaveLength(10);
  });

  it.each([
    [1000, 1],
    [1003, 1],
    [1_000_000, 1],
    [1003, 2],
  ])("are every fifth from 1,000 on: at %d, %d times the usual size", (tail, unit) => {
    const shown = numbersShown(tail, unit);

    expect(shown).toHaveLength(2);
    expect(shown.filter((number) => Number(number) % 5 !== 0)).toEqual([]);
  });
});
