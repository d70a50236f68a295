// The form that adds a comment to one post.

import { Button } from "../../ui/Button.tsx";
import { TextField } from "../forms/TextField.tsx";
import { useTextForm } from "../forms/use-text-form.ts";
import { createCommentKey } from "../live/query-keys.ts";
import styles from "./CommentCreate.module.css";
import { useCreateComment } from "./use-create-comment.ts";

interface CommentCreateProps {
  postId: string;
  postTitle: string;
}

export function CommentCreate({ postId, postTitle }: CommentCreateProps) {
  const form = useTextForm({
    draft: `comment:${postId}`,
    maxLength: 1000,
    emptyMessage: "Please write a comment first.",
    mutation: useCreateComment(postId),
    mutationKey: createCommentKey(postId),
  });

  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <TextField
        form={form}
        kind="text"
        label={`Comment on “${postTitle}”`}
        isLabelHidden
        placeholder="Write a comment"
      />
      <Button look="text" type="submit" isBusy={form.isSending}>
        {form.isSending ? "Sending…" : "Comment"}
      </Button>
    </form>
  );
}
