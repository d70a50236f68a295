// For a service that passes HTTP requests on as calls: what fails there is a Problem here, with the status that fits.

import { toProblem } from "./status.ts";

type Calls<Client> = { [Name in Exclude<keyof Client, "close">]: Client[Name] };

/** The calls of `client`, which reject with Problems. `service` is its name, for their sentences. */
export function withProblems<Client extends object>(
  client: Client,
  service: string,
): Calls<Client> {
  const calls = Object.entries(client).filter(([name]) => name !== "close");
  return Object.fromEntries(
    calls.map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        try {
          return await call(...given);
        } catch (error) {
          throw toProblem(error, service);
        }
      },
    ]),
    // The same names, and the same types of what they take and resolve with.
  ) as Calls<Client>;
}
