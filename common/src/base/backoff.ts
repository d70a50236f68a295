// Pauses between tries: exponential with full jitter, so that clients that fail together do not return together.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/

export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
}

/** The pause before try number `attempt + 1`, in milliseconds: anything up to min(maxMs, firstMs * 2^(attempt-1)). */
export function backoffMs(attempt: number, { firstMs, maxMs }: BackoffOptions): number {
  return Math.random() * Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 30));
}

/** Waits, or returns early when `signal` aborts. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}
