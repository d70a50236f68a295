// Which words on a page are cut off or lie on others: by the boxes of what is drawn, not by looking.

import type { Page } from "playwright-core";

// Code of the browser: the tests are compiled without its types.
const find = `(() => {
  const cut = (a, b) => ({
    left: Math.max(a.left, b.left), right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom),
  });
  const isThere = ({ left, right, top, bottom }) => right - left > 1.5 && bottom - top > 1.5;
  const words = [];
  const misfits = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const text = node.data.trim();
    if (text === "" || !node.parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const whole of range.getClientRects()) {
      if (!isThere(whole)) continue;
      let seen = whole;
      let mayBeCut = false;
      for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY, textOverflow, position } = getComputedStyle(at);
        const clips = overflowX !== "visible" || overflowY !== "visible" || at.tagName === "svg";
        if (!clips || getComputedStyle(at).display === "inline") continue;
        // Scrolled to, or marked by an ellipsis.
        if (/auto|scroll/.test(overflowX + overflowY) || textOverflow === "ellipsis") mayBeCut = true;
        seen = cut(seen, at.getBoundingClientRect());
      }
      seen = cut(seen, { left: 0, right: innerWidth, top: -1e6, bottom: 1e6 });
      if (!isThere(seen)) continue;
      if (!mayBeCut && (whole.right - seen.right > 1.5 || seen.left - whole.left > 1.5))
        misfits.push("cut off: " + text.slice(0, 60));
      words.push({ text, node, ...seen });
    }
  }
  for (const [index, one] of words.entries())
    for (const other of words.slice(index + 1))
      if (one.node !== other.node && isThere(cut(one, other)) && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4)
        misfits.push("on each other: " + one.text.slice(0, 30) + " / " + other.text.slice(0, 30));
  return [...new Set(misfits)];
})()`;

/** Each as a sentence; empty where all words fit. */
export function misfitsOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(find);
}
