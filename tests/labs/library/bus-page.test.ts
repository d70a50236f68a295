// The library's events on its page, in a browser: they are drawn with their letters, and a service is stopped from there.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inspect, inspector, whenLive } from "../../browser/bus/lab-blog.ts";
import { useBrowser } from "../../browser/open-browser.ts";
import { get, post } from "../../kit/json-http.ts";
import { requires } from "../../requires.ts";
import { type LocalLibrary, startLocalLibrary } from "./local-library.ts";

requires("chromium")("The library's page of the bus", (chromium) => {
  const openPage = useBrowser(chromium);
  let library: LocalLibrary;
  let url: string;

  beforeAll(async () => {
    library = await startLocalLibrary();
    url = library.inPorts("http://localhost:3100");
  });
  afterAll(() => library?.stop());

  async function openBus(expectFailures = false): Promise<Page> {
    const page = await openPage(`${url}/bus`, { expectFailures });
    await whenLive(page);
    return page;
  }

  const press = (page: Page, name: string) =>
    inspector(page).getByRole("button", { name, exact: true }).click();

  const statusOf = async (by: string) => (await get(`${url}/books?by=${by}`)).status;

  it("shows a new author and a new book, each with its letter", async () => {
    const page = await openBus();
    const log = page.getByRole("region", { name: "Log and cursors" });

    const author = await post(`${url}/authors`, { name: "Ada", email: "ada@library.example" });
    await post(`${url}/books`, {
      ...{ title: "Notes", authorId: author.body.id, publishedYear: 1843 },
    });

    await expect
      .poll(() =>
        log
          .getByRole("button", { name: / AuthorCreated$/ })
          .last()
          .innerText(),
      )
      .toContain("A+");
    await expect
      .poll(() =>
        log
          .getByRole("button", { name: / BookCreated$/ })
          .last()
          .innerText(),
      )
      .toContain("B+");
    expect(await page.title()).toBe("Bus · Library");
  });

  it("stops author-service, without which events still answer, and starts it", async () => {
    const page = await openBus(true);
    await inspect(page, "author-service");

    await press(page, "Stop");
    await expect.poll(() => statusOf("rpc")).toBe(503);
    expect(await statusOf("events")).toBe(200);
    await press(page, "Start");

    await expect.poll(() => statusOf("rpc")).toBe(200);
  });

  it("lists the services, and no other system's, at /services", async () => {
    const page = await openPage(`${url}/services`);
    const processes = page.getByRole("table", { name: "Services", exact: true });
    await processes.getByRole("rowheader", { name: "catalogue" }).waitFor();

    expect(await processes.getByRole("rowheader").allInnerTexts()).toEqual([
      ...["client", "author-service", "book-service", "catalogue", "event-bus"],
    ]);
    expect(await page.title()).toBe("Services · Library");
  });
});
