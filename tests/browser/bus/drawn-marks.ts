// Reads what a page of the bus has drawn: every mark of the log strip and of the table, by scrolling through them. It takes
// the shapes and the words that are there, and asks no code of the page.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { byHandPath } from "../../../client/src/bus-view/stage/mark-shapes.ts";

export interface DrawnMark {
  kind: string;
  /** What stands beside the sign; "" where nothing does. */
  number: string;
  /** With a square around it: redriven, replayed, or doubled. */
  isByHand: boolean;
}

/** Keyed `name #position`. */
export type DrawnMarks = Map<string, DrawnMark>;

// Code of the browser: the tests are compiled without its types.
const readSign = `(box) => {
  const sign = box.querySelector("[data-kind]");
  return {
    kind: sign.dataset.kind,
    number: sign.querySelector("text")?.textContent ?? "",
    isByHand: sign.querySelector('path[d="${byHandPath}"]') !== null,
  };
}`;

const readStrip = `[...document.querySelectorAll('[aria-label="Log and cursors"] g > title')].map((title) => {
  const [, position, name] = /^#(\\d+) at ([^:]+):/.exec(title.textContent);
  return [name + " #" + position, (${readSign})(title.parentElement)];
})`;

const readTable = `(() => {
  const names = [...document.querySelectorAll("[role=grid] thead th")].slice(5).map((th) => th.textContent);
  return [...document.querySelectorAll("[role=grid] tbody tr[id]")].flatMap((row) =>
    [...row.querySelectorAll("td")].slice(4).map((cell, index) =>
      [names[index] + " #" + row.id.replace("event-", ""), (${readSign})(cell)]));
})()`;

type Entries = [string, DrawnMark][];

/** All marks of the strip, from its end to its beginning and back. */
export async function readStripMarks(page: Page): Promise<DrawnMarks> {
  const found: DrawnMarks = new Map();
  const cells = page.getByRole("list", { name: "Events in the log" });
  const box = await cells.boundingBox();
  if (!box) throw new Error("The log strip is not there.");
  const firstInSight = () => cells.getByRole("button").first().getAttribute("data-position");
  await cells.scrollIntoViewIfNeeded();
  await cells.hover();

  for (;;) {
    // Written for this page, a few lines above.
    for (const [key, mark] of (await page.evaluate(readStrip)) as Entries) found.set(key, mark);
    const at = await firstInSight();
    if (at === "1") break;
    await page.mouse.wheel(-box.width * 0.8, 0);
    await expect.poll(firstInSight).not.toBe(at);
  }
  await page.getByRole("button", { name: /^To the end/ }).click();
  return found;
}

/** All marks of the table, from its beginning to its end. The table must be in view. */
export async function readTableMarks(page: Page): Promise<DrawnMarks> {
  const found: DrawnMarks = new Map();
  for (let top = 0, isAtEnd = false; !isAtEnd; top += 300) {
    // True when there is nothing further down.
    isAtEnd = (await page.evaluate(scrollTable(top))) as boolean;
    for (const [key, mark] of (await page.evaluate(readTable)) as Entries) found.set(key, mark);
  }
  return found;
}

// Two frames: the rows are drawn in the first one after the scroll.
const scrollTable = (top: number) => `(async () => {
  const box = document.querySelector("[role=grid]").parentElement;
  box.scrollTop = ${top};
  for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);
  return box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
})()`;
