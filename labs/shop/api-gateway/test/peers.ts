// The services behind the gateway: stand-ins behind real ports, gRPC and REST, for a shop of two users. They note what they are
// asked, and a test may change what they do.

import { createLogger } from "@blog/common/base/logger";
import type { Contract } from "@labs/common/grpc/contract";
import { type Call, type Handlers, startGrpcServer } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { userService } from "@shop/contracts/user";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import { Registry } from "prom-client";
import { serve } from "../../../../tests/kit/serve.ts";
import { connectClients, type ShopClients } from "../src/clients.ts";
import { ada, adasUser, bob, lamp, listed, mug, orderOf, sent } from "./shop-goods.ts";

interface RestAnswer {
  status: number;
  body: unknown;
}

interface RestRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: object;
}

export interface Behaviour {
  /** Before each call over gRPC is answered. */
  called?: (name: string, request: unknown, call: Call) => Promise<void> | void;
  /** Instead of what the stand-in for REST answers. */
  rest?: (request: RestRequest) => Promise<RestAnswer | undefined> | RestAnswer | undefined;
  orders?: Handlers<typeof orderService>["GetOrders"];
}

export interface Peers {
  clients: ShopClients;
  /** The name of each call, in order; over REST its method and path. */
  calls: string[];
  restRequests: RestRequest[];
  behaviour: Behaviour;
  stopUsers(): Promise<void>;
  stopProducts(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPeers(): Promise<Peers> {
  const peers = {
    calls: [] as string[],
    restRequests: [] as RestRequest[],
    behaviour: {} as Behaviour,
  };
  const note: NonNullable<Behaviour["called"]> = (name, given, call) => {
    peers.calls.push(name);
    return peers.behaviour.called?.(name, given, call);
  };

  const users = await startStandIn(userService, note, {
    ValidateUserToken: async ({ token }) => callerOf(token),
    GetUser: async () => adasUser,
    GetUsers: async ({ ids }) => ({ users: [ada, bob].filter(({ id }) => ids.includes(id)) }),
  });
  const products = await startStandIn(productService, note, {
    GetProducts: async ({ ids }) => ({
      products: [mug, lamp].filter(({ id }) => ids.includes(id)),
    }),
    ListProducts: async ({ limit }) => ({ products: [mug, lamp].slice(0, limit), next: "" }),
    CreateProduct: async (product) => ({ ...mug, ...product, id: "new" }),
  });
  const orders = await startStandIn(orderService, note, {
    GetOrders: async (request, call) =>
      peers.behaviour.orders?.(request, call) ?? { orders: ordersOf(request.ids), next: "" },
    PlaceOrder: async ({ userId = ada.id }) => {
      if (userId !== ada.id) throw failure("PERMISSION_DENIED", "An order is for oneself.");
      return { ...orderOf("3"), status: "PENDING" };
    },
  });
  const routes = await serve(
    createServer(async (req, res) => {
      const { method = "", url: path = "", headers } = req;
      const body = JSON.parse((await text(req)) || "{}") as object;
      const request = { method, path, headers, body };
      peers.calls.push(`${method} ${path}`);
      peers.restRequests.push(request);
      const answer = (await peers.behaviour.rest?.(request)) ?? answerOf(request);
      res.writeHead(answer.status, { "content-type": "application/json" });
      res.end(JSON.stringify(answer.body));
    }),
  );

  const clients = connectClients(
    {
      grpc: { users: users.address, products: products.address, orders: orders.address },
      rest: { users: routes.url, products: routes.url, orders: routes.url },
    },
    { retries: 0 },
  );
  return Object.assign(peers, {
    clients,
    stopUsers: users.stop,
    stopProducts: products.stop,
    async stop() {
      await clients.close();
      for (const each of [users, products, orders, routes]) await each.stop();
    },
  });
}

function callerOf(token: string) {
  const found = [ada, bob].find(({ id }) => token === `token-of-${id}`);
  if (!found) throw failure("UNAUTHENTICATED", "This token is not valid, or not any more.");
  return found;
}

function ordersOf(ids: string[]) {
  return ["2", "1"].filter((id) => ids.length === 0 || ids.includes(id)).map(orderOf);
}

/** What the routes of the services answer, where all is well. */
function answerOf({ method, path, body }: RestRequest): RestAnswer {
  const [route = ""] = path.split("?");
  const cancelled = { ...orderOf("1"), status: "CANCELLED", reason: "By the buyer." };
  const known: Record<string, () => RestAnswer> = {
    "POST /v1/auth/register": () => sent(201, { id: "eve", ...body }),
    "POST /v1/auth/login": () => sent(200, { accessToken: "a", refreshToken: "r", expiresIn: 900 }),
    "POST /v1/auth/refresh": () => sent(200, { accessToken: "b", refreshToken: "s" }),
    "GET /v1/users": () => sent(200, listed),
    "PATCH /v1/users/ada": () => sent(200, { ...adasUser, ...body }),
    "PATCH /v1/products/mug": () => sent(200, { ...mug, ...body }),
    "DELETE /v1/products/mug": () => sent(200, mug),
    "DELETE /v1/orders/1": () => sent(200, cancelled),
  };
  const unknown = { status: 404, body: { detail: `There is nothing at ${route}.` } };
  return known[`${method} ${route}`]?.() ?? unknown;
}

async function startStandIn<Of extends Contract>(
  contract: Of,
  note: NonNullable<Behaviour["called"]>,
  handlers: Partial<Handlers<Of>>,
) {
  const noted = Object.keys(contract.methods).map((name) => [
    name,
    async (given: unknown, call: Call) => {
      await note(name, given, call);
      // A handler takes what its method's schema makes; TypeScript cannot follow a key through two maps.
      const handler = handlers[name] as (given: unknown, call: Call) => Promise<unknown>;
      return handler(given, call);
    },
  ]);
  const server = await startGrpcServer(contract, Object.fromEntries(noted) as Handlers<Of>, {
    ...{ address: "127.0.0.1:0", log: createLogger("stand-in"), metrics: new Registry() },
    writesPerMinute: 10_000,
  });
  let stopped: Promise<void> | undefined;
  return {
    address: `127.0.0.1:${server.port}`,
    stop: () => (stopped ??= server.stop()),
  };
}
