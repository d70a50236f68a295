// The page of the shop in a real browser, in front of the real system of processes: the way of a learner, from signing in to an
// order that is shipped, one that is sold out, and the forty buyers.

import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { system } from "../../../labs/shop/system.ts";
import { whenLive } from "../../browser/bus/lab-blog.ts";
import { misfitsOn } from "../../browser/misfits.ts";
import { useBrowser } from "../../browser/open-browser.ts";
import { requires } from "../../requires.ts";
import { type LocalSystem, startLocalSystem } from "../local-system.ts";

const SCREENS = [
  { width: 420, height: 900 },
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
];

const part = (page: Page, name: string) => page.getByRole("region", { name });
const button = (where: Page | Locator, name: string) => where.getByRole("button", { name });

requires("chromium")("The page of the shop", (chromium) => {
  const openPage = useBrowser(chromium);
  let shop: LocalSystem;
  let home: string;

  beforeAll(async () => {
    shop = await startLocalSystem(system);
    home = shop.inPorts("http://localhost:3200");
    // The page may have to be built first, on a busy machine.
  }, 300_000);
  afterAll(() => shop?.stop());

  async function signIn(page: Page, name: "Ada" | "Bob"): Promise<void> {
    await button(part(page, "Account"), name).click();
    await part(page, "Account").getByText(`Signed in as ${name}`).waitFor();
    await part(page, "Products").getByRole("listitem").first().waitFor();
  }

  const orders = (page: Page) => part(page, "Your orders").getByRole("listitem");
  const order = (page: Page, product: string) => button(page, `Order ${product}`).click();

  describe.each(["light", "dark"] as const)("In the %s theme", (colorScheme) => {
    it("breaks no rule of accessibility, and fits on each screen", async () => {
      const page = await openPage(home, { colorScheme });
      await signIn(page, "Ada");

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

  it("registers a user, whose order is decided by itself", async () => {
    const page = await openPage(home);
    await button(part(page, "Account"), "Register").click();
    const form = page.getByRole("form", { name: "Register" });
    await form.getByLabel("Name").fill("Grace");
    await form.getByLabel("Email").fill("grace@shop.example");
    await form.getByLabel("Password").fill("a long password");
    await button(form, "Register").click();
    await part(page, "Account").getByText("Signed in as Grace").waitFor();

    await order(page, "Teapot");

    await orders(page).filter({ hasText: "Teapot" }).getByText("PROCESSING").waitFor();
  });

  it("sells the last piece once, and gives it back when it is cancelled", async () => {
    const page = await openPage(home);
    await signIn(page, "Ada");
    const clock = part(page, "Products")
      .getByRole("listitem")
      .filter({ hasText: "Mechanical clock" });

    await order(page, "Mechanical clock");
    await clock.getByText("sold out").waitFor();
    await order(page, "Mechanical clock");
    await orders(page).filter({ hasText: "insufficient stock" }).waitFor();
    await button(orders(page).filter({ hasText: "PROCESSING" }), "Cancel").click();

    await orders(page).filter({ hasText: "cancelled by the buyer" }).waitFor();
    await clock.getByText("1 in stock").waitFor();
  });

  it("ships an order to where its buyer lives now", async () => {
    const page = await openPage(home);
    await signIn(page, "Ada");
    await order(page, "Notebook");
    const own = orders(page).filter({ hasText: "Notebook" });
    await own.getByText("PROCESSING").waitFor();

    const profile = page.getByRole("form", { name: "Profile" });
    await profile.getByLabel("City").fill("Cambridge");
    await button(profile, "Save").click();
    await own.getByText("Cambridge").waitFor();
    await part(page, "Your profile")
      .getByText(/after [\d,]+ ms/)
      .nth(1)
      .waitFor();
    await button(own, "Ship").click();
    await own.getByText("SHIPPED").waitFor();
    await button(own, "Deliver").click();

    await own.getByText("DELIVERED").waitFor();
  });

  it("sells ten pieces to forty buyers", async () => {
    const page = await openPage(home);
    await signIn(page, "Bob");

    await button(page, "Sell 10 to 40 buyers").click();

    await part(page, "40 buyers, 10 pieces")
      .getByText("10 sold, 30 refused, 0 left")
      .waitFor({ timeout: 60_000 });
  });

  it("sends the operations of the collection, and shows each event on the page of the bus", async () => {
    const page = await openPage(home);
    const console = part(page, "GraphQL");
    await button(console, "Send").click();
    await console.getByText('"Notebook"').waitFor();

    const bus = await openPage(`${home}/bus`);
    await whenLive(bus);

    const log = bus.getByRole("region", { name: "Log and cursors" });
    await log
      .getByRole("button", { name: / Order\w+$/ })
      .first()
      .waitFor();
    expect(await bus.title()).toBe("Bus · Shop");
  });
});
