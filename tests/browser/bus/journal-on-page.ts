// A page of the bus with a subscriber on it that keeps a journal: what the tests of single verbs share. Each test has a page
// of its own; the blog and the journal live as long as the file.

import type { SubscriberFact } from "@blog/event-bus/lab/records";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { post } from "../../kit/json-http.ts";
import { useBrowser } from "../open-browser.ts";
import { type Journal, startJournal } from "./journal.ts";
import type { Lab } from "./lab.ts";
import { inspect, inspector, useLabBlog, whenLive } from "./lab-blog.ts";

export interface JournalOnPage {
  page: Page;
  lab: Lab;
  /** Of the gateway. */
  url: string;
  journal: Journal;
  /** Publishes one more post; resolves to its position. */
  publish(): Promise<number>;
  /** How the journal stands, as the bus has it. */
  fact(): Promise<SubscriberFact>;
  statuses(position: number): number[];
  effects(position: number): string[];
  /** Moves a slider of the journal's inspector. */
  slide(label: string, value: number): Promise<void>;
  endFaults(): Promise<void>;
}

/** Called in a `describe`. `isSubscribed`: the bus knows the journal from the beginning. `isRefused`: some of what is done. */
export function putJournalOnPage(
  chromium: string,
  { isSubscribed, isRefused = false }: { isSubscribed: boolean; isRefused?: boolean },
): JournalOnPage {
  const openPage = useBrowser(chromium);
  const blog = useLabBlog();
  let journal: Journal;
  let page: Page;
  let posts = 0;

  beforeAll(async () => {
    journal = await startJournal("journal");
    const { name, url } = journal;
    if (isSubscribed) await post(`${blog.url("client")}/lab/subscribers`, { name, url });
  });
  afterAll(() => journal?.close());
  beforeEach(async () => {
    page = await openPage(`${blog.url("client")}/bus`, {
      viewport: { width: 1440, height: 900 },
      expectFailures: isRefused,
    });
    await whenLive(page);
  });

  async function fact(): Promise<SubscriberFact> {
    const found = (await blog.lab.subscribers()).get("journal");
    if (!found) throw new Error("The bus does not know the journal.");
    return found;
  }

  return {
    get page() {
      return page;
    },
    get lab() {
      return blog.lab;
    },
    get url() {
      return blog.url("client");
    },
    get journal() {
      return journal;
    },
    publish() {
      posts += 1;
      return blog.lab.publish("PostCreated", { id: `p${posts}`, title: `Post ${posts}` });
    },
    fact,
    statuses: (position) => journal.of(position).map(({ status }) => status),
    effects: (position) => journal.of(position).flatMap((receipt) => receipt.effects),
    async slide(label, value) {
      await inspect(page, "journal");
      await inspector(page).getByRole("slider", { name: label }).fill(String(value));
    },
    async endFaults() {
      await inspector(page)
        .getByRole("button", { name: /^End them/ })
        .click();
      await expect.poll(async () => (await fact()).faultsEndAt).toBe(null);
    },
  };
}
