// A real Chromium for the tests of a file, and pages in it that remember what went wrong in them.

import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Opens a page of its own, as a new visitor. What the page complains about fails the test, unless it is expected. */
export type OpenPage = (url: string, options?: VisitorOptions) => Promise<Page>;

interface VisitorOptions extends BrowserContextOptions {
  /** For tests in which services die: browsers report every request that fails. */
  expectFailures?: boolean;
  /** What the page takes for the time, in milliseconds since 1970. */
  now?: number;
}

/** Called in a `describe`: the browser lives as long as its tests, a page as long as one test. */
export function useBrowser(executablePath: string): OpenPage {
  let browser: Browser;
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: flags });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const found = complaints;
    complaints = [];
    expect(found, "the page complained").toEqual([]);
  });
  afterAll(() => browser?.close());

  return async (url, { expectFailures = false, now, ...options } = {}) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    if (now !== undefined) await page.clock.setFixedTime(now);
    if (!expectFailures) {
      page.on(
        "console",
        (message) => message.type() === "error" && complaints.push(message.text()),
      );
    }
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    return page;
  };
}
