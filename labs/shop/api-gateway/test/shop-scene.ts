// The gateway of one test: the real app, over real HTTP, in front of stand-ins (peers.ts), which all tests of a file share: to
// start three gRPC servers takes longer than most tests do.

import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import type { CacheStore } from "@labs/common/cache/cache";
import { createMemoryStore } from "@labs/common/cache/memory-cache";
import request from "supertest";
import { onTestFinished } from "vitest";
import { stopAfterFile } from "../../../../tests/kit/after-file.ts";
import { createApp } from "../src/app.ts";
import { createIntrospection } from "../src/authentication.ts";
import { createCachedLists } from "../src/cached-lists.ts";
import type { ShopClients } from "../src/clients.ts";
import type { Gateway } from "../src/context.ts";
import { type Behaviour, type Peers, startPeers } from "./peers.ts";

interface SceneOptions extends Behaviour {
  verify?: (clients: ShopClients) => Gateway["verify"];
  store?: CacheStore;
  openProducts?: boolean;
  introspection?: boolean;
  writesPerMinute?: number;
  /** For a test that stops one of the services: they are its own. */
  hasOwnPeers?: boolean;
}

interface Asked {
  /** The token of Ada, unless it is another one, or "". */
  token?: string;
  variables?: object;
  headers?: Record<string, string>;
}

// By default it has room for a hundred thousand groups, which takes longer than a test does.
const FEW = { maxGroups: 100 };

let shared: Promise<Peers> | undefined;

function sharedPeers(): Promise<Peers> {
  if (!shared) {
    shared = startPeers();
    stopAfterFile(async () => {
      const peers = await shared;
      shared = undefined;
      await peers?.stop();
    });
  }
  return shared;
}

export async function createShop(options: SceneOptions = {}) {
  const {
    hasOwnPeers = false,
    verify = createIntrospection,
    store = createMemoryStore(FEW),
  } = options;
  const { introspection = true, openProducts = false, writesPerMinute = 10_000 } = options;
  const peers = hasOwnPeers ? await startPeers() : await sharedPeers();
  if (hasOwnPeers) onTestFinished(peers.stop);
  peers.behaviour = options;
  const { clients, calls, restRequests } = peers;
  calls.length = restRequests.length = 0;

  const lists = createCachedLists(store);
  const gateway = { clients, lists, verify: verify(clients), openProducts, introspection };
  const { app, inbox, metrics } = createApp(gateway, { writesPerMinute });

  return {
    ...{ app, lists, metrics, calls, restRequests },
    ...{ stopUsers: peers.stopUsers, stopProducts: peers.stopProducts },
    ask: (query: string, { token = "token-of-ada", variables = {}, headers = {} }: Asked = {}) =>
      request(app)
        .post("/graphql")
        .set({ ...headers, ...(token && { authorization: `Bearer ${token}` }) })
        .send({ query, variables }),
    receive: (...events: ReceivedEvent[]) => inbox.receive({ log: "log-1", events }),
  };
}
