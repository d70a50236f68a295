// The comments of one post, oldest first. A long conversation shows its end; the rest is one click away.

import { useState } from "react";
import type { BlogComment } from "../api/blog-post.ts";
import { createCommentKey } from "../live/query-keys.ts";
import { unconfirmed } from "../live/unconfirmed.ts";
import { useOutgoing } from "../live/use-outgoing.ts";
import { Comment } from "./Comment.tsx";
import styles from "./CommentList.module.css";

interface CommentListProps {
  postId: string;
  comments: BlogComment[];
  /** How many of the latest to show at first. */
  shown: number;
}

export function CommentList({ postId, comments, shown }: CommentListProps) {
  const [isWhole, setIsWhole] = useState(false);
  const outgoing = useOutgoing(createCommentKey(postId), String);
  const waiting = unconfirmed(
    outgoing,
    comments.map(({ id, content }) => ({ id, text: content })),
  );

  // One hidden comment would cost as much room as the button that shows it.
  const hidden = isWhole || comments.length <= shown + 1 ? 0 : comments.length - shown;
  if (comments.length + waiting.length === 0) return null;

  return (
    <div className={styles.comments}>
      {hidden > 0 && (
        <button type="button" className={styles.more} onClick={() => setIsWhole(true)}>
          {`Show all ${comments.length} comments`}
        </button>
      )}
      <ul className={styles.list} aria-label="Comments">
        {comments.slice(hidden).map((comment) => (
          <Comment key={comment.id} {...comment} />
        ))}
        {waiting.map(({ key, id = "", text }) => (
          <Comment key={id || key} id={id} content={text} status="pending" />
        ))}
      </ul>
    </div>
  );
}
