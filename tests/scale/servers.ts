// Tests that need NATS and PostgreSQL, each with servers of its own.

import { requires } from "../requires.ts";
import { startNats } from "./nats-server.ts";
import { startPostgres } from "./postgres-server.ts";
import type { TestServer } from "./server-process.ts";

export interface Servers {
  nats: TestServer;
  postgres: TestServer;
  remove(): Promise<void>;
}

/** A describe that is given a way to start both, or is skipped; see requires.ts. */
export function requireServers(
  title: string,
  tests: (start: () => Promise<Servers>) => void,
): void {
  requires("nats")(title, (natsProgram) =>
    requires("postgres")("with NATS and PostgreSQL", (postgresProgram) =>
      tests(async () => {
        const [nats, postgres] = await Promise.all([
          startNats(natsProgram),
          startPostgres(postgresProgram),
        ]);
        const remove = async () => void (await Promise.all([nats.remove(), postgres.remove()]));
        return { nats, postgres, remove };
      }),
    ),
  );
}
