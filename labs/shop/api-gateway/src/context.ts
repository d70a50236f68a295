// What belongs to one request, and ends with it: who makes it, how long it may still take, and what it has loaded.

import type { GraphQLResolveInfo } from "graphql";
import { derivedId } from "@blog/common/base/ids";
import { type Caller, type VerifyToken } from "@labs/common/bearer";
import type { User } from "@shop/contracts/user";
import type { CachedLists } from "./cached-lists.ts";
import type { ShopClients } from "./clients.ts";
import { createLoaders, type Loaders } from "./loaders.ts";
import type { RestOptions } from "./rest-client.ts";

/** All that one request asks of the services together. What is not answered by then is missing in the answer, and named. */
export const MAX_REQUEST_MS = 10_000;
const MAX_READ_MS = 2000;

/** What the gateway itself has, for all requests. */
export interface Gateway {
  clients: ShopClients;
  lists: CachedLists;
  verify: VerifyToken;
  /** Products may be created without a token: product-service has the same setting (OPEN_PRODUCTS). */
  openProducts?: boolean;
  /** Without loaders, to compare (NAIVE=1). */
  isNaive?: boolean;
}

interface Sender {
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  /** The client's address. */
  address: string | undefined;
}

export interface RequestContext extends Omit<Gateway, "verify"> {
  loaders(): Loaders;
  /** Throws a 401 Problem, or a 503 one. Found out once for a request. */
  caller(): Promise<Caller>;
  isCaller(id: string): Promise<boolean>;
  /** The caller's own user, with all that only they may see. */
  ownUser(): Promise<User>;
  /** For a call that reads. */
  reading(): RestOptions;
  /** For a call that changes something: with a key of its own for each field, so that a repeated request repeats each of them. */
  writing(info: GraphQLResolveInfo): RestOptions;
  /** What was loaded may be different after a write. */
  forgetLoaded(): void;
}

export function createContext(gateway: Gateway, sender: Sender): RequestContext {
  const { clients, lists, verify, isNaive } = gateway;
  const { authorization, idempotencyKey: key, address: forwardedFor } = sender;
  const endsAt = performance.now() + MAX_REQUEST_MS;
  const timeLeft = () => Math.max(0, Math.ceil(endsAt - performance.now()));
  const reading = () => ({
    ...{ authorization, forwardedFor },
    deadlineMs: Math.min(MAX_READ_MS, timeLeft()),
  });
  const createOwnLoaders = () =>
    createLoaders({
      ...{ clients, lists, authorization, isNaive },
      options: () => withoutSender(reading()),
    });

  let caller: Promise<Caller> | undefined;
  let own: Promise<User> | undefined;
  let loaders = createOwnLoaders();

  const context: RequestContext = {
    ...gateway,
    loaders: () => loaders,
    caller: () => (caller ??= verify(authorization)),

    async isCaller(id) {
      return authorization !== undefined && (await context.caller()).id === id;
    },

    async ownUser() {
      const { id } = await context.caller();
      return (own ??= clients.users.GetUser({ user_id: id }, reading()));
    },

    reading,
    writing: ({ path }) => ({
      ...{ authorization, forwardedFor, deadlineMs: timeLeft() },
      idempotencyKey: key && derivedId(key, String(path.key)),
    }),

    forgetLoaded() {
      own = undefined;
      loaders = createOwnLoaders();
    },
  };
  return context;
}

// Names of users and products are for all: the services that are asked for them need not know who asks.
function withoutSender({ deadlineMs }: RestOptions): { deadlineMs: number } {
  return { deadlineMs };
}
