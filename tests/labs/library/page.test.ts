// The page of the library in a real browser, in front of the real system of processes: what a learner sees while author-service
// is well, slow, and stopped.

import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { misfitsOn } from "../../browser/misfits.ts";
import { useBrowser } from "../../browser/open-browser.ts";
import { requires } from "../../requires.ts";
import { type LocalLibrary, startLocalLibrary } from "./local-library.ts";

const MARGIN_MS = 500;
const CATALOGUE_GIVES_UP_AFTER_MS = 1000;
const SCREENS = [
  { width: 420, height: 900 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
];

const column = (page: Page, name: "Ask now" | "Know already") => page.getByRole("region", { name });
const button = (page: Page, name: string) => page.getByRole("button", { name });

/** The text of a figure in a column. */
async function figure(where: Locator, label: string): Promise<string> {
  return (await where.locator("dl > div", { hasText: label }).locator("dd").textContent()) ?? "";
}

/** "1,004ms" is 1004. Nothing that is no figure yet is one. */
const numberIn = (text: string) => Number.parseFloat(text.replaceAll(",", ""));

requires("chromium")("The page of the library", (chromium) => {
  const openPage = useBrowser(chromium);
  let library: LocalLibrary;
  let home: string;

  beforeAll(async () => {
    library = await startLocalLibrary();
    home = library.inPorts("http://localhost:3100");
    // The page may have to be built first, on a busy machine.
  }, 300_000);
  afterAll(() => library?.stop());

  async function whenAnswered(page: Page): Promise<void> {
    for (const name of ["Ask now", "Know already"] as const)
      await column(page, name).getByText("answers", { exact: true }).waitFor();
    await button(page, "Stop author-service").and(page.locator("[aria-disabled=false]")).waitFor();
  }

  describe.each(["light", "dark"] as const)("In the %s theme", (colorScheme) => {
    it("breaks no rule of accessibility, and fits on each screen", async () => {
      const page = await openPage(home, { colorScheme });
      await whenAnswered(page);

      const { violations } = await new AxeBuilder({ page }).analyze();

      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      for (const screen of SCREENS) {
        await page.setViewportSize(screen);
        await expect
          .poll(async () => ({ screen, misfits: await misfitsOn(page) }))
          .toEqual({ screen, misfits: [] });
        const measure = "document.documentElement.scrollWidth - window.innerWidth";
        expect({ screen, overflow: await page.evaluate(measure) }).toEqual({ screen, overflow: 0 });
      }
    });
  });

  it("renames an author by the keyboard, which both columns show", async () => {
    const page = await openPage(home);
    await whenAnswered(page);
    const focused = page.locator(":focus");
    const passed: string[] = [];
    for (let tab = 0; tab < 12; tab += 1) {
      await page.keyboard.press("Tab");
      passed.push((await focused.textContent()) ?? "");
    }
    expect(passed).toEqual(
      expect.arrayContaining(["Rename an author", "Make it slow (200 ms)", "Stop author-service"]),
    );

    await button(page, "Rename an author").focus();
    await page.keyboard.press("Enter");

    for (const name of ["Ask now", "Know already"] as const) {
      await column(page, name).locator("mark", { hasText: "(2)" }).first().waitFor();
      const seenAfter = numberIn(await figure(column(page, name), "Rename seen after"));
      expect(seenAfter).toBeLessThan(2000);
    }
    await page
      .getByLabel("Announcements")
      .getByText("Know already shows it after")
      .waitFor({ state: "attached" });
  });

  it("is as slow on the left as author-service, and as quick as before on the right", async () => {
    const page = await openPage(home);
    await whenAnswered(page);
    const median = async (name: "Ask now" | "Know already") =>
      numberIn(await figure(column(page, name), "Median latency"));
    // On a busy machine both columns are slower.
    const difference = async () => (await median("Ask now")) - (await median("Know already"));

    await button(page, "Make it slow (200 ms)").click();
    await page.getByText("runs, 200 ms slow").waitFor();
    await expect.poll(() => median("Ask now")).toBeGreaterThanOrEqual(200);
    await expect.poll(difference).toBeGreaterThan(100);

    await button(page, "Make it quick again").click();
    await expect.poll(difference).toBeLessThan(100);
  });

  it("has no answer on the left while author-service is stopped, each within the deadline, and all on the right", async () => {
    const page = await openPage(home, { expectFailures: true });
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const tookMs: number[] = [];
    page.on("response", async (response) => {
      if (response.ok() || !response.url().includes("by=rpc")) return;
      await response.finished();
      tookMs.push(response.request().timing().responseEnd);
    });
    await whenAnswered(page);
    const [left, right] = [column(page, "Ask now"), column(page, "Know already")];

    await button(page, "Stop author-service").click();
    await expect.poll(() => figure(left, "Answered of"), { timeout: 60_000 }).toBe("0%");
    expect(await figure(right, "Answered of")).toBe("100%");
    await left.getByRole("table", { name: "The last answer" }).waitFor();
    expect(tookMs.length).toBeGreaterThanOrEqual(50);
    expect(Math.max(...tookMs)).toBeLessThanOrEqual(CATALOGUE_GIVES_UP_AFTER_MS + MARGIN_MS);
    await button(page, "Rename an author").click();
    await page.getByRole("alert").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

    await button(page, "Start author-service").click();
    await page.getByText("runs", { exact: true }).waitFor({ timeout: 60_000 });
    await left.getByText("answers", { exact: true }).waitFor({ timeout: 10_000 });
    expect(await figure(right, "Answered of")).toBe("100%");
    await expect.poll(() => figure(left, "Answered of"), { timeout: 60_000 }).toBe("100%");

    // A browser reports each request that fails: those are the experiment.
    expect(errors.filter((each) => !each.startsWith("Failed to load resource"))).toEqual([]);
  });
});
