// `npm run seed`: fills the running blog with posts and comments.

import { urlOf } from "./elsewhere.ts";
import { orStop, readOptions, wholeNumber } from "./options.ts";
import { createProgressBar } from "./progress-bar.ts";
import { seedBlog } from "./seed-blog.ts";
import { createSeedTexts } from "./seed-texts.ts";
import { blog } from "../systems/blog.ts";
import { serviceAddresses } from "./services.ts";

const help = `npm run seed -- [options]    fills the running blog through its public API

  --posts 50        how many posts
  --comments 5      how many comments for each of them; some contain "orange" and are rejected
  --seed 1          another number gives other texts, the same number the same
  --url http://…    the blog, if it is not here

The blog takes 600 writes a minute from one address. For more: WRITES_PER_MINUTE=100000 npm start`;

const options = readOptions(help, {
  posts: { type: "string", default: "50" },
  comments: { type: "string", default: "5" },
  seed: { type: "string", default: "1" },
  url: { type: "string" },
});
const { posts, commentsPerPost, seed, url } = orStop(() => ({
  posts: wholeNumber("--posts", options.posts, 1, 1_000_000),
  commentsPerPost: wholeNumber("--comments", options.comments, 0, 1000),
  seed: wholeNumber("--seed", options.seed, 0, 2 ** 31),
  url: (options.url ?? localBlog()).replace(/\/+$/, ""),
}));

const progress = createProgressBar(posts * (1 + commentsPerPost));
const startedAt = performance.now();
try {
  await seedBlog({
    url,
    posts,
    commentsPerPost,
    texts: createSeedTexts(seed),
    onProgress: progress.show,
    onPause: progress.wait,
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${posts} posts with ${commentsPerPost} comments each, in ${seconds} s: ${url}`);
} catch (error) {
  progress.print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function localBlog(): string {
  return urlOf("client", serviceAddresses(blog, { env: process.env }));
}
