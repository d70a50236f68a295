// A form with one text: checks it, sends it once, keeps it until it has arrived, and shows what went wrong beside it.

import {
  countBytes,
  countCharacters,
  isTooLong,
  isVisible,
  maxBytes,
} from "@blog/common/base/characters";
import { type UseMutationResult, useIsMutating } from "@tanstack/react-query";
import { type SubmitEvent, useRef, useState } from "react";
import { describeFailure } from "../../http/failure.ts";
import { useLiveBlog } from "../live/LiveBlogContext.ts";
import { useStore } from "../../ui/store.ts";

interface TextFormOptions {
  draft: string;
  /** In characters as people count them; the services count alike. */
  maxLength: number;
  /** Shown when nothing was typed, or nothing visible. */
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
    if (!isVisible(content)) return refuse(emptyMessage);
    if (isTooLong(content, maxLength)) return refuse(tooLong(content, maxLength));

    setError(undefined);
    mutation.mutateAsync(content).then(
      () => kept.set(""),
      (reason: unknown) => {
        const { message, field: invalidField } = describeFailure(reason);
        refuse(invalidField ? message : `${message} Your text is kept.`);
      },
    );
  }

  return {
    text,
    setText,
    error,
    field,
    isSending,
    submit,
    left: maxLength - countCharacters(text.trim()),
  };
}

function tooLong(text: string, maxLength: number): string {
  const characters = countCharacters(text);
  const bytes = maxBytes(maxLength);
  return characters > maxLength
    ? `This has ${characters} characters; ${maxLength} is the most. Please shorten it.`
    : `This has ${countBytes(text)} bytes; ${bytes} is the most for ${maxLength} characters. Please shorten it.`;
}

export type TextForm = ReturnType<typeof useTextForm>;
