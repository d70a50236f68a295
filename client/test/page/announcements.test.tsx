// What a screen reader announces of what others do: each comment, on every page of the blog, and at most one sentence in two
// seconds.

import { act, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { comment, installFakeBlog, post } from "./fake-blog.ts";
import { openPage } from "./open-page.tsx";

afterEach(() => vi.useRealTimers());

/** The sentences a screen reader would read out: each is an element that was added to the live region. */
function listen() {
  const sentences: { text: string; at: number }[] = [];
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const { textContent } of addedNodes)
        if (textContent) sentences.push({ text: textContent, at: Date.now() });
  });
  observer.observe(screen.getByRole("status", { name: "Announcements" }), { childList: true });
  return sentences;
}

const first = () => post("p1", "First");

describe.each(["/", "/post/p1"])("When others comment, at %s", (address) => {
  async function openQuietly() {
    vi.useFakeTimers();
    const blog = installFakeBlog({
      "GET /posts": () => ({ body: [first()] }),
      "GET /posts/p1": () => ({ body: first() }),
    });
    openPage(address);
    await act(() => vi.advanceTimersByTimeAsync(3000));
    return { blog, sentences: listen() };
  }

  it("each comment is announced, also in the words of the last one", async () => {
    const { blog, sentences } = await openQuietly();
    const comments: ReturnType<typeof comment>[] = [];

    for (let index = 1; index <= 3; index += 1) {
      comments.push(comment(`c${index}`, "Nice"));
      act(() => blog.stream().emit("post", post("p1", "First", [...comments])));
      await act(() => vi.advanceTimersByTimeAsync(4500));
    }

    expect(sentences.map(({ text }) => text)).toEqual(Array(3).fill("1 new comment."));
  });

  it("a flood of them is at most one sentence in two seconds, and none is left out", async () => {
    const { blog, sentences } = await openQuietly();
    const comments: ReturnType<typeof comment>[] = [];

    for (let index = 1; index <= 50; index += 1) {
      comments.push(comment(`c${index}`, "Nice"));
      act(() => blog.stream().emit("post", post("p1", "First", [...comments])));
      await act(() => vi.advanceTimersByTimeAsync(130));
    }
    await act(() => vi.advanceTimersByTimeAsync(5000));

    const pauses = sentences.slice(1).map(({ at }, index) => at - sentences[index]!.at);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2000);
    const counts = sentences.map(({ text }) => Number(/^\d+/.exec(text)?.[0]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
  });
});
