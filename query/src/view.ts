// The view: all posts with their comments, as the fold of the log. No database, no clock, no HTTP: the same events give the
// same view here, in the browser, and in a test.
//
// It converges: the same set of events gives the same view, in any order and however often they come. Each fact remembers
// the position of its event, so that a late event (a redriven one) finds its place and never overwrites a later one.

import type { BlogEvent } from "@blog/common/events";

export interface ViewComment {
  id: string;
  content: string;
  status: string;
  /** The position of its first event: comments are listed in this order. */
  position: number;
  /** The position of the event that last decided its status; null before there is one. */
  version: number | null;
}

export interface ViewPost {
  id: string;
  /** Null while only its comments have been received; then the post is not shown. */
  title: string | null;
  position: number;
  /** In log order. */
  comments: ViewComment[];
}

export interface View {
  posts: Map<string, ViewPost>;
  /** The posts that have a title, in log order. */
  order: ViewPost[];
  /** The last position received. */
  last: number;
}

export type ViewEvent = BlogEvent & { position?: number };

export function createView(): View {
  return { posts: new Map(), order: [], last: 0 };
}

/** Folds an event into the view. Returns the post that changed, or undefined when nothing did. */
export function apply(view: View, event: ViewEvent): ViewPost | undefined {
  // A course bus knows no positions: there, the order of arrival is all there is.
  const position = event.position ?? view.last + 1;
  view.last = Math.max(view.last, position);

  switch (event.type) {
    case "PostCreated":
      return addPost(view, event.data, position);
    case "CommentCreated":
      return addComment(postOf(view, event.data.postId), event.data, position);
    case "CommentUpdated":
      return updateComment(postOf(view, event.data.postId), event.data, position);
    // Moderation's decision changes nothing until comments has published the new status.
    case "CommentModerated":
      return undefined;
  }
}

/** After the bus has started a new log: all that is known comes before everything in there. */
export function rebase(view: View): void {
  const shift = view.last + 1;
  for (const post of view.posts.values()) {
    post.position -= shift;
    for (const comment of post.comments.values()) {
      comment.position -= shift;
      if (comment.version !== null) comment.version -= shift;
    }
  }
  view.last = 0;
}

type CommentFields = { id: string; content: string; status: string };

function postOf(view: View, id: string): ViewPost {
  let post = view.posts.get(id);
  if (!post) view.posts.set(id, (post = { id, title: null, position: 0, comments: [] }));
  return post;
}

function addPost(
  view: View,
  { id, title }: { id: string; title: string },
  position: number,
): ViewPost | undefined {
  const post = postOf(view, id);
  // Published twice: the first event counts.
  if (post.title !== null && position >= post.position) return undefined;
  if (post.title !== null) view.order.splice(view.order.indexOf(post), 1);
  Object.assign(post, { title, position });
  insert(view.order, post);
  return post;
}

function addComment(
  post: ViewPost,
  { id, content, status }: CommentFields,
  position: number,
): ViewPost | undefined {
  const known = find(post, id);
  if (!known) {
    insert(post.comments, { id, content, status, position, version: null });
    return post;
  }
  if (position >= known.position) return undefined;
  // An update came before it: the content is known, only the place in the list is new.
  if (known.version === null) Object.assign(known, { content, status });
  move(post, known, position);
  return post;
}

function updateComment(
  post: ViewPost,
  { id, content, status }: CommentFields,
  position: number,
): ViewPost | undefined {
  const known = find(post, id);
  if (!known) {
    insert(post.comments, { id, content, status, position, version: position });
    return post;
  }
  const isMoved = position < known.position;
  if (isMoved) move(post, known, position);
  if (known.version !== null && position <= known.version) return isMoved ? post : undefined;
  Object.assign(known, { content, status, version: position });
  return post;
}

// Most events are about recent comments: both searches start at the end.
function find(post: ViewPost, id: string): ViewComment | undefined {
  return post.comments.findLast((comment) => comment.id === id);
}

function insert<Item extends { position: number }>(list: Item[], item: Item): void {
  const before = list.findLastIndex(({ position }) => position <= item.position);
  list.splice(before + 1, 0, item);
}

function move(post: ViewPost, comment: ViewComment, position: number): void {
  post.comments.splice(post.comments.indexOf(comment), 1);
  comment.position = position;
  insert(post.comments, comment);
}

// Here the path of an event ends: the page shows the view (client/src/blog/live/live-blog.ts).
