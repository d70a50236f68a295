// The view: all posts with their comments, as the fold of the log. No database, no clock, no HTTP: the same events give the
// same view here, in the browser, and in a test.
//
// It converges: whatever the order, and however often, the same set of events gives the same view. Each fact remembers the
// position of the news it came from, so that late news (a redriven event) finds its place and never overwrites later news.

import type { BlogEvent } from "@blog/common/events";

export interface ViewComment {
  id: string;
  content: string;
  status: string;
  /** Where it was first heard of: comments are listed in this order. */
  position: number;
  /** Where its status was last decided; null while nobody has. */
  version: number | null;
}

export interface ViewPost {
  id: string;
  /** Null while only comments on it have been heard of; then nobody is shown it. */
  title: string | null;
  position: number;
  /** In log order. */
  comments: ViewComment[];
}

export interface View {
  posts: Map<string, ViewPost>;
  /** The posts that have a title, in log order. */
  order: ViewPost[];
  /** The last position heard. */
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
    // An opinion changes nothing until comments has heard it.
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

type CommentNews = { id: string; content: string; status: string };

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
  // Said twice: the first news of it counts.
  if (post.title !== null && position >= post.position) return undefined;
  if (post.title !== null) view.order.splice(view.order.indexOf(post), 1);
  Object.assign(post, { title, position });
  insert(view.order, post);
  return post;
}

function addComment(
  post: ViewPost,
  { id, content, status }: CommentNews,
  position: number,
): ViewPost | undefined {
  const known = find(post, id);
  if (!known) {
    insert(post.comments, { id, content, status, position, version: null });
    return post;
  }
  if (position >= known.position) return undefined;
  // An update came before it. What it is now is known; where it stands is news.
  if (known.version === null) Object.assign(known, { content, status });
  move(post, known, position);
  return post;
}

function updateComment(
  post: ViewPost,
  { id, content, status }: CommentNews,
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

// News is nearly always of what is new: both searches start at the end.
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

// Here the way of an event ends: the page shows what the view says (client/src/blog/live/live-blog.ts).
