// Bytes that arrive in pieces. Small pieces are joined as they come: Node keeps some hundred bytes for each, so that a body
// sent byte by byte would take a hundred times its size.

const BLOCK_BYTES = 16 * 1024;
/** Of a piece that is kept as it came, Node's own part is small beside it. */
const LARGE_BYTES = 4 * 1024;

export interface Chunks {
  add(chunk: Buffer): void;
  /** How many bytes there are. */
  length(): number;
  /** How many bytes of memory they hold. */
  held(): number;
  /** All of them as one, which are then forgotten. */
  join(): Buffer;
}

export function createChunks(): Chunks {
  let whole: Buffer[] = [];
  let block: Buffer | undefined;
  let used = 0;
  let length = 0;
  let held = 0;

  function keep(chunk: Buffer): void {
    whole.push(chunk);
    held += Math.max(chunk.length, LARGE_BYTES);
  }

  function closeBlock(): void {
    if (used > 0 && block) keep(Buffer.from(block.subarray(0, used)));
    used = 0;
  }

  return {
    add(chunk) {
      length += chunk.length;
      // Nearly every request comes as one piece, which is not copied.
      if (whole.length === 0 && used === 0 && length === chunk.length) return keep(chunk);
      if (chunk.length >= LARGE_BYTES) {
        closeBlock();
        return keep(chunk);
      }
      if (used + chunk.length > BLOCK_BYTES) closeBlock();
      if (!block) {
        block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
        held += BLOCK_BYTES;
      }
      used += chunk.copy(block, used);
    },

    length: () => length,
    held: () => held,

    join() {
      closeBlock();
      const [first = Buffer.alloc(0)] = whole;
      const all = whole.length > 1 ? Buffer.concat(whole) : first;
      whole = [];
      block = undefined;
      length = held = 0;
      return all;
    },
  };
}
