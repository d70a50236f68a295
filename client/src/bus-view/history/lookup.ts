// What is known by number: events and marks by position, deliveries by their count. It never changes: `with` makes a new
// one that shares nearly all of the old one, so that a picture can be kept, compared and drawn again at no cost.

const CHUNK = 256;

type Chunk<T> = readonly (T | undefined)[];

export interface Lookup<T> {
  get(number: number): T | undefined;
  /** The same with these numbers set to `value`. */
  with(numbers: readonly number[], value: T): Lookup<T>;
  /** The same without the entries of these numbers. */
  without(numbers: readonly number[]): Lookup<T>;
  /** The same without most of what is below `number`: whole chunks go, in order not to fill the memory. */
  forgetBelow(number: number): Lookup<T>;
  /** All there is, by rising number. */
  entries(): Generator<[number, T]>;
}

export function emptyLookup<T>(): Lookup<T> {
  return fromChunks<T>([]);
}

function fromChunks<T>(chunks: readonly (Chunk<T> | undefined)[]): Lookup<T> {
  function set(numbers: readonly number[], value: T | undefined): Lookup<T> {
    const next = [...chunks];
    const copied = new Set<number>();
    for (const number of numbers) {
      const index = Math.floor(number / CHUNK);
      const chunk = copied.has(index) ? next[index] : [...(next[index] ?? [])];
      copied.add(index);
      // A copy of our own, made a line above.
      (chunk as (T | undefined)[])[number % CHUNK] = value;
      next[index] = chunk;
    }
    return fromChunks(next);
  }

  return {
    get: (number) => chunks[Math.floor(number / CHUNK)]?.[number % CHUNK],
    with: set,
    without: (numbers) => set(numbers, undefined),
    forgetBelow(number) {
      const first = Math.floor(number / CHUNK);
      const old = chunks.findIndex((chunk) => chunk !== undefined);
      if (old === -1 || old >= first) return this;
      return fromChunks(chunks.map((chunk, index) => (index < first ? undefined : chunk)));
    },
    *entries() {
      for (const [index, chunk] of chunks.entries()) {
        for (const [offset, value] of chunk?.entries() ?? []) {
          if (value !== undefined) yield [index * CHUNK + offset, value];
        }
      }
    },
  };
}
