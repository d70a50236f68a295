// A form with one text: checks it, sends it once, keeps it until it has arrived, and says what went wrong beside it.

import { type UseMutationResult, useIsMutating } from "@tanstack/react-query";
import { type SubmitEvent, useRef, useState } from "react";
import { describeFailure } from "../api/failure.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { useStore } from "../live/store.ts";

interface TextFormOptions {
  draft: string;
  maxLength: number;
  /** Said when nothing was typed. */
  emptyMessage: string;
  mutation: UseMutationResult<unknown, Error, string, unknown>;
  mutationKey: readonly string[];
}

export function useTextForm({
  draft,
  maxLength,
  emptyMessage,
  mutation,
  mutationKey,
}: TextFormOptions) {
  const { drafts, queryClient } = useLiveBlog();
  const kept = drafts.open(draft);
  const text = useStore(kept);
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isSending = useIsMutating({ mutationKey }) > 0;

  function setText(changed: string): void {
    kept.set(changed);
    setError(undefined);
  }

  function refuse(message: string): void {
    setError(message);
    field.current?.focus();
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const content = text.trim();
    // Asked of the cache, not of the last render: a double click comes before the next one.
    if (queryClient.isMutating({ mutationKey }) > 0) return;
    if (content === "") return refuse(emptyMessage);
    if (content.length > maxLength) {
      return refuse(
        `This has ${content.length} characters; ${maxLength} is the most. Please shorten it.`,
      );
    }

    setError(undefined);
    mutation.mutateAsync(content).then(
      () => kept.set(""),
      (reason: unknown) => {
        const { message, field: invalidField } = describeFailure(reason);
        refuse(invalidField ? message : `${message} Your text is kept.`);
      },
    );
  }

  return { text, setText, error, field, isSending, submit, left: maxLength - text.trim().length };
}

export type TextForm = ReturnType<typeof useTextForm>;
