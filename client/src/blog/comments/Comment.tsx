// One comment. What moderation has not approved is not shown; the text in its place is the course's wording.

import { memo } from "react";
import type { BlogComment } from "../api/blog-post.ts";
import { TimeAgo } from "../time/TimeAgo.tsx";
import styles from "./Comment.module.css";

export const Comment = memo(function Comment({ id, content, status }: BlogComment) {
  return (
    <li className={styles.comment}>
      <p
        className={status === "approved" ? styles.content : styles.withheld}
        data-status={status}
        dir="auto"
      >
        {textOf(content, status)}
      </p>
      <span className={styles.time}>
        <TimeAgo id={id} />
      </span>
    </li>
  );
});

function textOf(content: string, status: string): string {
  if (status === "approved") return content;
  if (status === "rejected") return "This comment has been rejected";
  return "This comment is awaiting moderation";
}
