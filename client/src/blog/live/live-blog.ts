// The blog as this tab knows it: a cache that is filled by requests and kept current by query's stream of changed posts.

import { QueryClient } from "@tanstack/react-query";
import type { BlogPost } from "../api/blog-post.ts";
import { createDrafts, type Drafts } from "../forms/drafts.ts";
import { type Announcements, createAnnouncements } from "./announcements.ts";
import { type ConnectionState, startEventStream } from "../../http/event-stream.ts";
import { createQueryClient } from "./query-client.ts";
import { createPostUpdates } from "./post-updates.ts";
import { findPost, type PostPages, withPost } from "./post-pages.ts";
import { createPostKey, postKey, postsKey } from "./query-keys.ts";
import { createStore, type Store } from "../../ui/store.ts";

export interface LiveBlog {
  queryClient: QueryClient;
  connection: Store<ConnectionState>;
  announcements: Announcements;
  drafts: Drafts;
  /** Starts listening to the stream; returns what stops it. */
  start(): () => void;
}

export function createLiveBlog(): LiveBlog {
  const updates = createPostUpdates();
  const queryClient = createQueryClient(updates);
  const connection = createStore<ConnectionState>("connecting");
  const announcements = createAnnouncements();

  function receive(post: BlogPost): void {
    updates.receive(post);
    const before = queryClient.getQueryData<PostPages>(postsKey);
    const after = before && withPost(before, post);
    if (after !== before) queryClient.setQueryData(postsKey, after);
    // Only a post that is looked at has an entry of its own, even if the answer was "not found".
    const isOpen = queryClient.getQueryState(postKey(post.id)) !== undefined;
    const known = findPost(before, post.id) ?? queryClient.getQueryData<BlogPost>(postKey(post.id));
    if (isOpen) queryClient.setQueryData(postKey(post.id), post);
    if (isOpen || after !== before) announce(known, post);
  }

  function announce(before: BlogPost | undefined, post: BlogPost): void {
    const newComments = post.comments.length - (before?.comments.length ?? 0);
    if (!before && !isOwn(post)) announcements.postAppeared(post.title);
    else if (newComments > 0) announcements.commentsAppeared(newComments);
  }

  function isOwn(post: BlogPost): boolean {
    const own = queryClient.getMutationCache().findAll({ mutationKey: createPostKey });
    return own.some(({ state }) => state.variables === post.title && state.status !== "error");
  }

  function refetchAll(): void {
    updates.forget();
    void queryClient.invalidateQueries();
  }

  return {
    queryClient,
    connection,
    announcements,
    drafts: createDrafts(),
    start: () =>
      startEventStream("/posts", {
        events: {
          post: (data) => receive(JSON.parse(data)),
          reset: refetchAll,
        },
        onGap: refetchAll,
        onState(state) {
          // Without the stream, an answer is newer than what it brought last.
          if (state !== "open") updates.forget();
          connection.set(state);
        },
      }),
  };
}
