// Something that a button does: whether it is in flight, and what went wrong the last time, in words and by field.

import { useState } from "react";
import { describeShopFailure, type ShopFailure } from "../../api/failure.ts";

export interface Action<Args extends unknown[]> {
  /** Resolves to whether it worked; never rejects. Ignored while it is in flight. */
  run: (...args: Args) => Promise<boolean>;
  isPending: boolean;
  failure: ShopFailure | undefined;
}

export function useAction<Args extends unknown[]>(
  perform: (...args: Args) => Promise<unknown>,
): Action<Args> {
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<ShopFailure>();

  async function run(...args: Args): Promise<boolean> {
    if (isPending) return false;
    setIsPending(true);
    setFailure(undefined);
    try {
      await perform(...args);
      return true;
    } catch (reason) {
      setFailure(describeShopFailure(reason));
      return false;
    } finally {
      setIsPending(false);
    }
  }

  return { run, isPending, failure };
}
