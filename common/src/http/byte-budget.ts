// How much memory the requests that are arriving, or are being worked on, may hold in this process. Every body has a limit of
// its own, but hundreds of them together would be more than the process has. Where there is no room left, the oldest body that
// is still arriving is refused: its sender is the slowest, and all others go on.

export interface Hold {
  /** The bytes it holds now. May refuse others, or this one. */
  resize(bytes: number): void;
  /** It has arrived and still counts, but cannot be refused any more. */
  complete(): void;
  release(): void;
}

export interface ByteBudget {
  /** `refuse` is called at most once, after the hold was released. */
  hold(refuse: () => void): Hold;
  /** What all holds have together. */
  total(): number;
}

// The smallest limit of the manifests is 192 MiB, of which an idle service takes about 100. A parsed batch is a few times
// larger than its bytes.
const PROCESS_BYTES = 12 * 1024 * 1024;

/** What a request costs before its first byte. */
const EACH_BYTES = 1024;

interface Entry {
  bytes: number;
  isHeld: boolean;
  refuse(): void;
}

export function createByteBudget(maxBytes: number): ByteBudget {
  // In the order of their beginning.
  const arriving = new Set<Entry>();
  let total = 0;

  function resize(entry: Entry, bytes: number): void {
    total += bytes - entry.bytes;
    entry.bytes = bytes;
  }

  function release(entry: Entry): void {
    entry.isHeld = false;
    arriving.delete(entry);
    resize(entry, 0);
  }

  function makeRoom(): void {
    for (const entry of arriving) {
      if (total <= maxBytes) return;
      release(entry);
      entry.refuse();
    }
  }

  return {
    hold(refuse) {
      const entry = { bytes: EACH_BYTES, isHeld: true, refuse };
      arriving.add(entry);
      total += EACH_BYTES;
      return {
        resize(bytes) {
          if (!entry.isHeld) return;
          resize(entry, EACH_BYTES + bytes);
          makeRoom();
        },
        complete: () => void arriving.delete(entry),
        release: () => release(entry),
      };
    },
    total: () => total,
  };
}

/** The one of this process. */
export const requestBytes = createByteBudget(PROCESS_BYTES);
