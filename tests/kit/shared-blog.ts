// One blog of real processes for all files of system tests that need no other: six processes start once instead of with each
// file. A test finds what others have written in it, so it looks for its own posts, and leaves every service running.

import { type Blog, startBlog } from "./blog.ts";
import { type PublicApi, publicApi } from "./public-api.ts";

export interface SharedBlog extends Blog {
  api: PublicApi;
}

let blog: Promise<Blog> | undefined;

/** Settles when every service is ready, also one that a failed test has left killed. */
export async function sharedBlog(): Promise<SharedBlog> {
  blog ??= startBlog({ until: "run" });
  const shared = await blog;
  const missing = Object.keys(shared.urls).filter((name) => shared.pid(name) === undefined);
  await Promise.all(missing.map((name) => shared.start(name)));
  return { ...shared, api: publicApi(shared) };
}
