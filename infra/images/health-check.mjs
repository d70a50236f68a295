// Docker's HEALTHCHECK: asks the service in its own container whether it can do its work. An image of Node alone has no
// curl. Docker restarts nothing because of the answer: it shows it, and `docker compose` waits for it.

const url = `http://localhost:${process.env.PORT}/readyz`;
const isReady = await fetch(url, { signal: AbortSignal.timeout(2000) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exit(isReady ? 0 : 1);
