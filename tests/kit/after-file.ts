// What was started for a test file is stopped after it, the last one first. Files share their helpers (vitest.config.ts), so a
// helper cannot have a hook of its own: it leaves what to stop here, and the setup of each file looks here.

type Stop = () => unknown;

const stops: Stop[] = [];

/** May be called in a test, a hook or a helper. A stop that was done already must do no harm. */
export function stopAfterFile(stop: Stop): void {
  stops.push(stop);
}

export async function stopAllOfThisFile(): Promise<void> {
  for (const stop of stops.splice(0).toReversed()) await stop();
}
