// What differs between two states of a post: what is new, and what has another status or another text.

import type { BlogComment, BlogPost } from "../../../blog/api/blog-post.ts";

export type Change = "same" | "new" | "changed";

export interface ComparedComment extends BlogComment {
  change: Change;
  /** What it was, when it has changed. */
  was?: BlogComment;
}

export interface ComparedPost {
  id: string;
  title: string;
  /** Of the post itself; its comments have marks of their own. */
  change: Change;
  comments: ComparedComment[];
  /** Comments that are in `before` only. */
  missing: BlogComment[];
}

/** Marks what is different in `after`. Without `before`, the whole post is new. */
export function comparePost(before: BlogPost | undefined, after: BlogPost): ComparedPost {
  const known = new Map(before?.comments.map((comment) => [comment.id, comment]));
  const kept = new Set(after.comments.map(({ id }) => id));
  const isRenamed = before !== undefined && before.title !== after.title;
  return {
    id: after.id,
    title: after.title,
    change: before ? (isRenamed ? "changed" : "same") : "new",
    comments: after.comments.map((comment) => compareComment(known.get(comment.id), comment)),
    missing: [...known.values()].filter(({ id }) => !kept.has(id)),
  };
}

/** As it is, without a comparison. */
export function unmarked({ id, title, comments }: BlogPost): ComparedPost {
  const same = comments.map((comment) => ({ ...comment, change: "same" as const }));
  return { id, title, change: "same", comments: same, missing: [] };
}

function compareComment(was: BlogComment | undefined, comment: BlogComment): ComparedComment {
  if (!was) return { ...comment, change: "new" };
  const isSame = was.status === comment.status && was.content === comment.content;
  return isSame ? { ...comment, change: "same" } : { ...comment, change: "changed", was };
}
