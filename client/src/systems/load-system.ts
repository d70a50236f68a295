// What a page loads of the system that it belongs to. Each is a file of its own, so that a page loads no other's code.

import type { System } from "./system.ts";
import type { SystemPage } from "./system-page.ts";

const blog = async () => (await import("./blog/blog.ts")).blog;
const library = async () => (await import("./library/library.ts")).library;
const libraryPage = async () => (await import("./library/library-page.ts")).libraryPage;
const shop = async () => (await import("./shop/shop.ts")).shop;
const shopPage = async () => (await import("./shop/shop-page.ts")).shopPage;

const systems = new Map<string, () => Promise<System>>();
systems.set("blog", blog);
systems.set("library", library);
systems.set("shop", shop);

const pages = new Map<string, () => Promise<SystemPage>>();
pages.set("library", libraryPage);
pages.set("shop", shopPage);

/** What loads its description. `name`: the attribute data-system of the page, which the gateway writes; without it, the blog. */
export function loaderOf(name = "blog"): () => Promise<System> {
  return known(systems, name);
}

/** What loads its page at "/". That of the blog is loaded before anything is asked. */
export function pageLoaderOf(name: string): () => Promise<SystemPage> {
  return known(pages, name);
}

function known<T>(loaders: Map<string, () => Promise<T>>, name: string): () => Promise<T> {
  const load = loaders.get(name);
  if (!load) throw new Error(`There is no system called ${name}.`);
  return load;
}
