// Docker's HEALTHCHECK: asks the service in its own container whether it can do its work. An image of Node alone has no
// curl, and fetch would ask a proxy where NODE_USE_ENV_PROXY is set. Docker restarts nothing because of the answer: it shows it, and `docker compose` waits for it.

import { get } from "node:http";

// Its argument is the port of a service whose PORT is empty, which is not set.
const url = `http://localhost:${process.env.PORT || process.argv[2]}/readyz`;
get(url, { agent: false, timeout: 2000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
})
  .on("timeout", () => process.exit(1))
  .on("error", () => process.exit(1));
