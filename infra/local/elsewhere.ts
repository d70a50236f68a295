// Parts of the system that are not started here, because the user named their address (`QUERY_URL=http://localhost:4102`): the
// course's own, for example. They come and go as they like, so nothing waits for them; what does not answer is named.

import { answers } from "./readiness.ts";
import { type ServiceAddress } from "./services.ts";
import { urlVariable } from "../systems/variables.ts";

/** One sentence for each part elsewhere that does not answer at this moment. */
export async function silentElsewhere(addresses: ServiceAddress[]): Promise<string[]> {
  const elsewhere = addresses.filter(({ isOurs }) => !isOurs);
  const sentences = await Promise.all(
    elsewhere.map(async ({ service, url }) =>
      (await answers(url)) ? [] : [`${urlVariable(service)} is ${url}, where nothing answers yet.`],
    ),
  );
  return sentences.flat();
}

/** The address of the page, or of the bus, wherever it is. */
export function urlOf(name: "client" | "event-bus", addresses: ServiceAddress[]): string {
  return addresses.find((address) => address.name === name)?.url ?? "";
}
