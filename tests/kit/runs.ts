// How often a property is tried: a quarter of it in `npm test`, all of it with FULL=1 (as in CI).

/** `full` runs, or a quarter of them. A property that counts what it has met must meet it in that quarter, too. */
export function runs(full: number): number {
  return process.env.FULL === "1" ? full : Math.ceil(full / 4);
}
