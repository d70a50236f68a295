// The shop's REST routes, through the gateway of the page: each answers its resource in an envelope, or problem+json.

import { http } from "../../../http/http.ts";
import { idempotent } from "../../../http/idempotency-key.ts";
import type { Enveloped } from "./envelope.ts";
import { withToken } from "./session.ts";

interface Write {
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  /** Sent again with the same key, it is carried out once. */
  key?: string;
  /** Only if the resource still is of this version; otherwise 412. */
  ifMatch?: number;
}

/** Without a token: what everyone may read. */
export async function read<Resource>(path: string): Promise<Resource> {
  const { data } = await http.get<Enveloped<Resource>>(path);
  return data.message;
}

/** As the user who is signed in. */
export async function readOwn<Resource>(path: string): Promise<Resource> {
  const { data } = await withToken((config) => http.get<Enveloped<Resource>>(path, config));
  return data.message;
}

/** As the user who is signed in. */
export async function write<Resource>(request: Write): Promise<Resource> {
  const { method, path, body, key, ifMatch } = request;
  const { data } = await withToken(({ headers }) =>
    http.request<Enveloped<Resource>>({
      ...{ method, url: path, data: body },
      headers: {
        ...headers,
        ...(key !== undefined && idempotent(key)),
        ...(ifMatch !== undefined && { "If-Match": `"${ifMatch}"` }),
      },
    }),
  );
  return data.message;
}
