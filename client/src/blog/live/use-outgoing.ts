// The requests of one kind that are in flight or answered, read from the mutations themselves: there is no second list
// that could disagree with them.

import { type MutationKey, useMutationState } from "@tanstack/react-query";
import type { Outgoing } from "./unconfirmed.ts";

/** What a mutation's `onMutate` returns, so that its item can be distinguished from what was there before. */
export interface SentContext {
  alike: string[];
}

export function useOutgoing(
  mutationKey: MutationKey,
  textOf: (variables: unknown) => string,
): Outgoing[] {
  const sent = useMutationState({
    filters: {
      mutationKey,
      predicate: ({ state }) => state.status === "pending" || state.status === "success",
    },
    select: ({ mutationId, state }): Outgoing | null => {
      const context = state.context as SentContext | undefined;
      const answer = state.data as { id: string } | undefined;
      // Between the click and `onMutate` there is nothing to show yet.
      if (!context) return null;
      const outgoing = {
        key: `sent-${mutationId}`,
        text: textOf(state.variables),
        alike: context.alike,
      };
      return answer ? { ...outgoing, id: answer.id } : outgoing;
    },
  });
  return sent.filter((outgoing) => outgoing !== null);
}
