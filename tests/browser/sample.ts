// A small blog that looks like one: what the pictures show, always the same.

import { writeComment, writePost } from "./write.ts";

const sample = [
  { title: "Why the bus never waits", comments: [] },
  {
    title: "What a queue taught me about patience",
    comments: [
      "The part about the cursor was worth the whole read.",
      "An orange is a fruit, and so is patience.",
      "I keep coming back to this one. What happens to an event when its reader is away for a week?",
    ],
  },
  { title: "A small theory of failure", comments: ["Thank you for writing it down."] },
  { title: "x".repeat(200), comments: ["y".repeat(300)] },
];

/** Writes the sample, its last post first, and waits until moderation is through. Returns the id of a post with comments. */
export async function writeSample(blogUrl: string): Promise<string> {
  let discussed = "";
  for (const { title, comments } of sample.toReversed()) {
    const id = await writePost(blogUrl, title);
    for (const comment of comments) await writeComment(blogUrl, id, comment);
    if (comments.length > 1) discussed = id;
  }
  while ((await (await fetch(`${blogUrl}/posts`)).text()).includes('"pending"')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return discussed;
}
