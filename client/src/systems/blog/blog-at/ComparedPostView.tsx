// One post in a state of the blog, with its comments. A long conversation shows its end, and all that is different.

import type { BlogComment } from "../../../blog/api/blog-post.ts";
import { count } from "../../../bus-view/panels/parts/clock-time.ts";
import { ChangeSign, type ChangeWords } from "./ChangeSign.tsx";
import type { ComparedComment, ComparedPost } from "./compare-posts.ts";
import styles from "./PostColumn.module.css";

const SHOWN = 3;
const MAX_CHANGES = 20;

export function ComparedPostView({ post, words }: { post: ComparedPost; words: ChangeWords }) {
  const { title, change, comments, missing } = post;
  // In a post that is new as a whole, its comments need no mark of their own.
  const isNew = change === "new";
  const shown = comments.filter(
    (comment, index) => index >= comments.length - SHOWN || (!isNew && comment.change !== "same"),
  );
  const visible = shown.slice(-MAX_CHANGES);
  const hidden = comments.length - visible.length;

  return (
    <li className={styles.post} data-change={change}>
      <span className={styles.postTitle} dir="auto">
        {title}
      </span>
      <ChangeSign change={change} words={words} />
      <ul className={styles.comments}>
        {hidden > 0 && <li className={styles.hidden}>{count(hidden, "more comment")}</li>}
        {visible.map((comment) => (
          <li key={comment.id} data-change={isNew ? "same" : comment.change}>
            <CommentText comment={comment} />
            {!isNew && <ChangeSign change={comment.change} words={words} />}
          </li>
        ))}
        {missing.slice(-MAX_CHANGES).map((comment) => (
          <li key={comment.id} className={styles.missing}>
            <CommentText comment={comment} />
            <ChangeSign change="missing" words={words} />
          </li>
        ))}
      </ul>
    </li>
  );
}

// The lab shows what the blog withholds: a pending comment's text, too.
function CommentText({ comment }: { comment: BlogComment | ComparedComment }) {
  const was = "was" in comment && comment.was?.status !== comment.status ? comment.was : undefined;
  return (
    <>
      <span dir="auto">{comment.content}</span>
      <span className={styles.status}>
        {was ? `${was.status} → ${comment.status}` : comment.status}
      </span>
    </>
  );
}
