// The blog is replaced by a newer one while a tab is open: the files that the tab has not loaded yet are gone.

import { beforeAll, afterAll, describe, it } from "vitest";
import { requires } from "../requires.ts";
import { type GatewayHere, startGatewayHere } from "./gateway-here.ts";
import { useBrowser } from "./open-browser.ts";

requires("chromium")("A tab that is older than the blog", (chromium) => {
  const openPage = useBrowser(chromium);
  let gateway: GatewayHere;

  // No service is there: the page is loaded all the same.
  beforeAll(async () => {
    gateway = await startGatewayHere({});
  });
  afterAll(() => gateway?.close());

  describe("When the file of a page is gone", () => {
    it("is loaded anew, and shows the page", async () => {
      const page = await openPage(gateway.url, { expectFailures: true });
      let refusals = 0;
      await page.route("**/assets/BusPage-*.js", (route) => {
        refusals += 1;
        return refusals === 1 ? route.fulfill({ status: 404 }) : route.continue();
      });

      await page.getByRole("link", { name: "Bus", exact: true }).click();

      await page.getByRole("tab", { name: "Map" }).waitFor();
    });

    it("is loaded anew once, and then reports that a part is missing", async () => {
      const page = await openPage(gateway.url, { expectFailures: true });
      await page.route("**/assets/BusPage-*.js", (route) => route.fulfill({ status: 404 }));

      await page.getByRole("link", { name: "Bus", exact: true }).click();

      await page.getByText("This page could not be loaded").waitFor();
    });
  });
});
