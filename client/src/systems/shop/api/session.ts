// Who is signed in, in this tab. The tokens are in memory alone: no other script that ever runs at this address finds them in a
// storage, and a reload signs out. An access token is refreshed shortly before it expires, and after a 401.

import { isAxiosError } from "axios";
import { http } from "../../../http/http.ts";
import { createStore, type Store } from "../../../ui/store.ts";
import type { Enveloped } from "./envelope.ts";

export interface Session {
  user: { id: string; name: string };
  tokens: Tokens;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** By Date.now(). */
  expiresAt: number;
}

/** What user-service answers; `expiresIn` in seconds. */
interface IssuedTokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

/** Undefined while this tab is signed out. */
export const session: Store<Session | undefined> = createStore<Session | undefined>(undefined);

/** A call that needs a user, without one. */
export class SignedOut extends Error {
  constructor(message = "Please sign in first.") {
    super(message);
    this.name = "SignedOut";
  }
}

const REFRESH_BEFORE_MS = 30_000;
const ENDED = "Your session has ended. Please sign in again.";

export async function signIn(email: string, password: string): Promise<Session> {
  const tokens = await issue("/v1/auth/signin", { email, password });
  const { data } = await http.get<Enveloped<Session["user"]>>("/v1/users/me", bearer(tokens));
  const { id, name } = data.message;
  const next = { user: { id, name }, tokens };
  session.set(next);
  return next;
}

export async function register(user: {
  name: string;
  email: string;
  password: string;
}): Promise<Session> {
  await http.post("/v1/auth/signup", user);
  return signIn(user.email, user.password);
}

/** Signed out here at once, whatever user-service answers. */
export async function signOut(): Promise<void> {
  const { tokens } = session.get() ?? {};
  session.set(undefined);
  if (!tokens) return;
  const { refreshToken } = tokens;
  await http.post("/v1/auth/logout", { refreshToken }, bearer(tokens));
}

/** The profile has another name now. */
export function rename(name: string): void {
  const current = session.get();
  if (current) session.set({ ...current, user: { ...current.user, name } });
}

/** Sends with a token that is valid; once more with a new one where the token was refused. Rejects with SignedOut without a user. */
export async function withToken<T>(
  send: (config: { headers: Record<string, string> }) => Promise<T>,
): Promise<T> {
  const tokens = session.get()?.tokens;
  if (!tokens) throw new SignedOut();
  const isFresh = tokens.expiresAt - Date.now() > REFRESH_BEFORE_MS;
  const used = isFresh ? tokens : await refresh(tokens);
  try {
    return await send(bearer(used));
  } catch (error) {
    if (!isUnauthenticated(error)) throw error;
    return send(bearer(await refresh(used)));
  }
}

/** GraphQL answers it in an error of its own (graphql.ts). */
export function isUnauthenticated(error: unknown): boolean {
  if (isAxiosError(error)) return error.response?.status === 401;
  return error instanceof Error && "code" in error && error.code === "UNAUTHENTICATED";
}

// A refresh token works once, so two calls at the same time must share one refresh.
let refreshing: { from: string; done: Promise<Tokens> } | undefined;

function refresh({ refreshToken }: Tokens): Promise<Tokens> {
  const current = session.get();
  if (!current) throw new SignedOut(ENDED);
  // Another call has done it meanwhile.
  if (current.tokens.refreshToken !== refreshToken) return Promise.resolve(current.tokens);
  if (refreshing?.from !== refreshToken)
    refreshing = { from: refreshToken, done: exchange(refreshToken) };
  return refreshing.done;
}

async function exchange(refreshToken: string): Promise<Tokens> {
  try {
    const tokens = await issue("/v1/auth/refresh", { refreshToken });
    const current = session.get();
    if (current?.tokens.refreshToken === refreshToken) session.set({ ...current, tokens });
    return tokens;
  } catch (error) {
    // Only a refusal ends the session. While user-service is away, it may still be valid.
    if (!isAxiosError(error) || (error.response?.status ?? 500) >= 500) throw error;
    if (session.get()?.tokens.refreshToken === refreshToken) session.set(undefined);
    throw new SignedOut(ENDED);
  } finally {
    refreshing = undefined;
  }
}

async function issue(path: string, body: Record<string, string>): Promise<Tokens> {
  const { data } = await http.post<Enveloped<IssuedTokens>>(path, body);
  const { accessToken, refreshToken, expiresIn } = data.message;
  return { accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000 };
}

function bearer({ accessToken }: Tokens): { headers: Record<string, string> } {
  return { headers: { Authorization: `Bearer ${accessToken}` } };
}
