// What Google Translate does to a page, without the translation: each text gets two <font> elements around it, at once and
// whenever a new one appears. What is marked translate="no" is left alone. The texts stay, so that tests find them.

import type { Page } from "playwright-core";

export async function translatePage(page: Page): Promise<void> {
  await page.evaluate(wrapTexts);
}

// As the translator does it: a text node of its own takes the place of the page's.
const wrapTexts = `(() => {
  const LEFT_ALONE = "script, style, textarea, [translate=no], font";

  function wrap(text) {
    const parent = text.parentElement;
    if (!parent || text.textContent.trim() === "" || parent.closest(LEFT_ALONE)) return;
    const inner = document.createElement("font");
    const outer = document.createElement("font");
    outer.append(inner);
    inner.append(text.textContent);
    parent.replaceChild(outer, text);
  }

  function wrapAll(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = root.nodeType === Node.TEXT_NODE ? [root] : [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(wrap);
  }

  wrapAll(document.body);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(wrapAll);
  }).observe(document.body, { childList: true, subtree: true });
})()`;
