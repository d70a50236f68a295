// The form that publishes a post.

import { Button } from "../../ui/Button.tsx";
import { TextField } from "../forms/TextField.tsx";
import { useTextForm } from "../forms/use-text-form.ts";
import { createPostKey } from "../live/query-keys.ts";
import styles from "./PostCreate.module.css";
import { useCreatePost } from "./use-create-post.ts";

export function PostCreate() {
  const form = useTextForm({
    draft: "post",
    maxLength: 200,
    emptyMessage: "Please write a title first.",
    mutation: useCreatePost(),
    mutationKey: createPostKey,
  });

  return (
    <form className={styles.form} onSubmit={form.submit} aria-label="New post" noValidate>
      <TextField
        form={form}
        kind="title"
        label="Title of a new post"
        placeholder="What is on your mind?"
      />
      <Button look="main" type="submit" isBusy={form.isSending}>
        {form.isSending ? "Publishing…" : "Publish"}
      </Button>
    </form>
  );
}
