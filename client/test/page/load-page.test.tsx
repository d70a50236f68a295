// A tab that was opened before the blog was replaced, and then asks for a file that is gone.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { loadPage, PageMissing } from "../../src/load-page.ts";
import "./open-page.tsx";

const gone = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));

beforeEach(() => sessionStorage.clear());

function blogIs(there: boolean): void {
  vi.stubGlobal("fetch", () => (there ? Promise.resolve(new Response()) : gone()));
}

describe("When the file of a page is gone", () => {
  it("the whole page is loaded anew, once", async () => {
    blogIs(true);
    const reload = vi.fn();

    void loadPage(gone, reload);
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    await expect(loadPage(gone, reload)).rejects.toThrow(PageMissing);

    expect(reload).toHaveBeenCalledTimes(1);
  });

  it("and the blog with it, nothing is reloaded: there would be no page left", async () => {
    blogIs(false);
    const reload = vi.fn();

    await expect(loadPage(gone, reload)).rejects.toThrow(PageMissing);

    expect(reload).not.toHaveBeenCalled();
  });

  it("is loaded anew after the next replacement too", async () => {
    blogIs(true);
    const reload = vi.fn();
    sessionStorage.setItem("reloaded-at", String(Date.now() - 61_000));

    void loadPage(gone, reload);

    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  });
});
