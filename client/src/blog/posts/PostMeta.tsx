// When a post was made and how many comments it has: in the margin where there is one, else above the title.

import type { BlogPost } from "../api/blog-post.ts";
import { TimeAgo } from "../time/TimeAgo.tsx";
import styles from "./Post.module.css";

export function PostMeta({ post }: { post: BlogPost }) {
  const count = post.comments.length;
  return (
    <p className={styles.meta}>
      <TimeAgo id={post.id} />
      <span>{count === 0 ? "no comments" : count === 1 ? "1 comment" : `${count} comments`}</span>
    </p>
  );
}
