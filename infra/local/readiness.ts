// Waits for services to be able to do their work. Asks them over HTTP, as a cluster would.

export interface Endpoint {
  name: string;
  url: string;
}

/** Is it ready, this moment? An answer that is not 2xx, or none, means no. */
export async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(
    () => undefined,
  );
  await response?.body?.cancel();
  return response?.ok === true;
}

/** Resolves once each has been ready; `onWaiting` hears every few seconds who is not. Ends early, without an error, when aborted. */
export async function waitUntilReady(
  endpoints: Endpoint[],
  signal: AbortSignal,
  onWaiting: (names: string[]) => void = () => {},
): Promise<void> {
  const waiting = new Set(endpoints);
  const reminder = setInterval(() => onWaiting([...waiting].map(({ name }) => name)), 5000);
  await Promise.all(
    endpoints.map(async (endpoint) => {
      while (!signal.aborted && !(await isReady(endpoint.url))) await pause(50);
      waiting.delete(endpoint);
    }),
  );
  clearInterval(reminder);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
