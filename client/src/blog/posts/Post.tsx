// One post in the list. Drawn again only when this post has changed.

import { memo } from "react";
import { Link } from "react-router";
import type { BlogPost } from "../api/blog-post.ts";
import { CommentCreate } from "../comments/CommentCreate.tsx";
import { CommentList } from "../comments/CommentList.tsx";
import { PostMeta } from "./PostMeta.tsx";
import styles from "./Post.module.css";

// In the list, the conversation is a glimpse; the post's own page has all of it.
const commentsShown = 3;

export const Post = memo(function Post({ post }: { post: BlogPost }) {
  return (
    <article className={styles.post} aria-labelledby={`post-${post.id}`}>
      <PostMeta post={post} />
      <div className={styles.body}>
        <h2 className={styles.title} dir="auto" id={`post-${post.id}`}>
          <Link to={`/post/${encodeURIComponent(post.id)}`}>{post.title}</Link>
        </h2>
        <CommentList postId={post.id} comments={post.comments} shown={commentsShown} />
        <CommentCreate postId={post.id} postTitle={post.title} />
      </div>
    </article>
  );
});
