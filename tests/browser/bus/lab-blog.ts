// The whole blog as `npm start` gives it to a newcomer, lab and local runner included, for the tests of one file.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { type LocalBlog, prepareLocalBlog, type Terminal } from "../../kit/local-blog.ts";
import { createLab, type Lab } from "./lab.ts";

export interface LabBlog {
  lab: Lab;
  /** Of a service, without a slash at the end. */
  url(name: string): string;
}

/** Called in a `describe`: the blog lives as long as its tests. */
export function useLabBlog(): LabBlog {
  let blog: LocalBlog;
  let terminal: Terminal;
  let lab: Lab;

  beforeAll(async () => {
    blog = await prepareLocalBlog();
    terminal = blog.command("start");
    await vi.waitFor(() => expect(terminal.output()).toContain("The blog is ready"), 50_000);
    lab = createLab(url("client"));
  });
  afterAll(async () => {
    terminal?.pressCtrlC();
    await terminal?.ended;
    await blog?.remove();
  });

  function url(name: string): string {
    const plan = blog.plans.find((each) => each.name === name);
    if (!plan) throw new Error(`There is no ${name}.`);
    return plan.url;
  }

  return {
    get lab() {
      return lab;
    },
    url,
  };
}

/** Settles when the page receives the bus's records and shows them without delay. */
export async function whenLive(page: Page): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor({ timeout: 20_000 });
}

/** Clicks a service on the map: its inspector opens. */
export async function inspect(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name: "Map" }).click();
  const map = page.getByRole("tabpanel", { name: "Map" });
  await map.getByRole("button", { name: new RegExp(`^${name} `) }).click();
  await inspector(page).getByRole("heading", { name, exact: true }).waitFor();
}

export function inspector(page: Page) {
  return page.getByRole("region", { name: "Inspector" });
}

export function drawer(page: Page) {
  return page.getByRole("region", { name: "Lab" });
}
