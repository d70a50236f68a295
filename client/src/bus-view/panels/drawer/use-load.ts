// The load, as long as its tab is open: the post it comments on, its rate, and its results.

import { useEffect, useState } from "react";
import { createComment } from "../../../blog/api/create-comment.ts";
import { createPost } from "../../../blog/api/create-post.ts";
import { getPosts } from "../../../blog/api/get-posts.ts";
import { inWords } from "../../lab/use-lab-action.ts";
import { type LoadTally, startLoad } from "./load.ts";

export function useLoad() {
  const [perSecond, setPerSecond] = useState(0);
  const [post, setPost] = useState<{ id: string; title: string }>();
  const [tally, setTally] = useState<LoadTally>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    if (perSecond === 0) return;
    let isOver = false;
    let stop = () => {};
    begin().catch((reason: unknown) => {
      if (isOver) return;
      setError(inWords(reason));
      setPerSecond(0);
    });

    async function begin(): Promise<void> {
      setError(undefined);
      const target = await newestPost();
      if (isOver) return;
      setPost(target);
      stop = startLoad({
        perSecond,
        send: (n) => comment(target.id, n),
        onTally: setTally,
        onEnd: () => setPerSecond(0),
      });
    }

    return () => {
      isOver = true;
      stop();
    };
  }, [perSecond]);

  return { perSecond, setPerSecond, post, tally, error };
}

async function newestPost(): Promise<{ id: string; title: string }> {
  const { posts } = await getPosts(undefined, AbortSignal.timeout(5000));
  return posts[0] ?? createPost("A post under load");
}

// Every tenth gives moderation something to reject.
async function comment(postId: string, n: number): Promise<void> {
  const content = n % 10 === 0 ? `Comment ${n}, an orange one` : `Comment ${n}`;
  try {
    await createComment({ postId, content });
  } catch (reason) {
    throw new Error(inWords(reason), { cause: reason });
  }
}
