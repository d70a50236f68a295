// One state of the blog: its posts, newest first, with what is different from another state.

import type { ReactNode } from "react";
import type { BlogPost } from "../../../blog/api/blog-post.ts";
import { ChangeSign, type ChangeWords } from "./ChangeSign.tsx";
import type { ComparedPost } from "./compare-posts.ts";
import { ComparedPostView } from "./ComparedPostView.tsx";
import styles from "./PostColumn.module.css";

interface PostColumnProps {
  title: string;
  note: ReactNode;
  posts: readonly ComparedPost[];
  /** Posts that should be here and are not. */
  missing?: readonly BlogPost[];
  words: ChangeWords;
  /** The whole log has been read: an empty list is final. */
  isComplete: boolean;
}

export function PostColumn(props: PostColumnProps) {
  const { title, note, posts, missing = [], words, isComplete } = props;
  return (
    <section className={styles.column} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      <p className={styles.note}>{note}</p>
      <ul className={styles.posts}>
        {missing.map((post) => (
          <li key={post.id} className={styles.missing}>
            <span className={styles.postTitle} dir="auto">
              {post.title}
            </span>
            <ChangeSign change="missing" words={words} />
          </li>
        ))}
        {posts.map((post) => (
          <ComparedPostView key={post.id} post={post} words={words} />
        ))}
      </ul>
      {isComplete && posts.length + missing.length === 0 && (
        <p className={styles.note}>No posts.</p>
      )}
    </section>
  );
}
