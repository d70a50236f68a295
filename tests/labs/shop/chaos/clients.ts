// Buyers and a seller, as they use the shop over REST. Every write is repeated under one key until its answer is definite: so in
// the end each client knows what it has.

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { ChaosSystem } from "../../../chaos/processes/chaos-system.ts";

const TIMEOUT_MS = 3000;
/** To hash a password takes long on purpose, and longer on a busy machine. */
const SIGN_UP_TIMEOUT_MS = 30_000;
const PAGE = 500;

export interface Answer<Resource = unknown> {
  status: number;
  resource: Resource;
  etag: string | null;
}

export interface Client {
  id: string;
  /** Repeats the request until it is answered with less than 500. */
  send<Resource>(
    service: string,
    method: string,
    path: string,
    content?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<Resource>>;
  /** All pages of a list. */
  list<Resource extends { id: string }>(service: string, path: string): Promise<Resource[]>;
}

/** Registers a user, and signs in. */
export async function createClient(shop: ChaosSystem, name: string): Promise<Client> {
  let token = "";
  let timeoutMs = SIGN_UP_TIMEOUT_MS;

  const send: Client["send"] = async (service, method, path, content, headers = {}) => {
    const key = randomUUID();
    for (;;) {
      const answer = await trySend(`${shop.url(service)}${path}`, {
        method,
        headers: {
          "content-type": "application/json",
          "idempotency-key": key,
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: content ? JSON.stringify(content) : null,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (answer) return answer as Answer<never>;
      await pause(100);
    }
  };

  const email = `${randomUUID()}@example.com`;
  const password = randomUUID();
  const user = { name, email, password };
  const registered = await send<{ id: string }>("user-service", "POST", "/v1/auth/register", user);
  const credentials = { email, password };
  const signedIn = await send<{ accessToken: string }>(
    "user-service",
    "POST",
    "/v1/auth/login",
    credentials,
  );
  if (signedIn.status !== 200)
    throw new Error(`${name} is refused: ${JSON.stringify({ registered, signedIn })}`);
  token = signedIn.resource.accessToken;
  timeoutMs = TIMEOUT_MS;

  return {
    id: registered.resource.id,
    send,
    async list<Resource extends { id: string }>(service: string, path: string) {
      const all: Resource[] = [];
      for (let isMore = true; isMore; ) {
        const after = all.at(-1)?.id ?? "";
        const query = `limit=${PAGE}${after && `&after=${after}`}`;
        const { resource } = await send<Resource[]>(service, "GET", `${path}?${query}`);
        all.push(...resource);
        isMore = resource.length === PAGE;
      }
      return all;
    },
  };
}

/** Undefined when it is unknown what has become of the request, or when it was too early for it. */
async function trySend(url: string, request: RequestInit): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, request);
    const body = (await response.json()) as { message?: unknown };
    if (response.status >= 500 || response.status === 429) return undefined;
    return { status: response.status, resource: body.message, etag: response.headers.get("etag") };
  } catch {
    return undefined;
  }
}
