// Calls whose results are large: only a few run at a time, and the next one begins when the event loop has gone round, so that
// what the one before returned has been sent and forgotten. Two hundred lists in memory at once would be the end of a small
// process; the plain version is to call it.

/** `call`, of which at most `most` run at a time. The others wait in line. */
export function fewAtATime<Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
  most = 8,
): (...args: Args) => Promise<Result> {
  const line: (() => void)[] = [];
  let running = 0;

  async function takeTurn(): Promise<void> {
    if (running >= most) await new Promise<void>((resolve) => line.push(resolve));
    else running += 1;
  }

  // The next one in the queue takes over the place.
  function leave(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return async (...args) => {
    await takeTurn();
    try {
      return await call(...args);
    } finally {
      setImmediate(leave);
    }
  };
}
