// Order-service: owns the orders. It takes one, publishes that it did, and learns from events what became of it.

import { parse } from "@blog/common/base/problem";
import type { Database } from "@blog/common/database/database";
import { idempotencyKey } from "@blog/common/http/idempotency";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Outbox } from "@blog/common/messaging/outbox";
import type { VerifyToken } from "@labs/common/bearer";
import { entityTag } from "@labs/common/entity-tag";
import type { Handlers } from "@labs/common/grpc/server";
import { readPage } from "@labs/common/page";
import { PageQuery, pageHeaders } from "@labs/common/page-query";
import { answer } from "@shop/contracts/envelope";
import { contracts, type ShopContracts } from "@shop/contracts/events";
import type { Order, orderService } from "@shop/contracts/order";
import type { Request, Response } from "express";
import { addressStore, type AskAddress } from "./address.ts";
import { createCalls } from "./grpc.ts";
import { createHandlers } from "./handlers.ts";
import type { OrderStore } from "./order-store.ts";
import { createOrders, type Orders, toOrder } from "./orders.ts";
import { createPlace, type Place } from "./place.ts";
import type { Prices } from "./prices.ts";
import { NewOrder, StatusChange } from "./requests.ts";

interface Dependencies {
  db: Database;
  store: OrderStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
  askAddress: AskAddress;
  prices: Prices;
  internalSecret?: string | undefined;
}

interface OrderApp {
  place: Place;
  orders: Orders;
  calls: Handlers<typeof orderService>;
  service: Service<CheckpointedInbox>;
}

export function createApp(dependencies: Dependencies, options: ServiceOptions = {}): OrderApp {
  const { db, store, outbox, verify, prices, internalSecret } = dependencies;
  const addresses = addressStore;
  const place = createPlace({ ...dependencies, addresses });
  const orders = createOrders(dependencies);

  const service = createService("order-service", {
    ...options,

    // Each route has the paths of both shops that this one is compatible with.
    routes(app) {
      app.post(["/v1/orders", "/v1/orders/create-order"], async (req, res) => {
        const order = parse(NewOrder, req.body ?? {});
        send(res, 201, await place(order, askedBy(req)));
      });

      app.get(["/v1/orders", "/v1/orders/get-all-orders"], async (req, res) => {
        const { id: userId } = await verify(req.get("authorization"));
        const page = parse(PageQuery, req.query);
        const { items, next } = await readPage(page, (limit, after) =>
          store.ofUser(userId, limit, after),
        );
        res.set(pageHeaders(req.path, page.limit, next));
        answer(res, 200, items.map(toOrder));
      });

      app.get(["/v1/orders/:id", "/v1/orders/get-order/:id"], async (req, res) => {
        send(res, 200, await orders.find(idIn(req), askedBy(req)));
      });

      app.patch(["/v1/orders/:id", "/v1/orders/update-status/:id"], async (req, res) => {
        const { status } = parse(StatusChange, req.body ?? {});
        send(res, 200, await orders.advance(idIn(req), status, askedBy(req)));
      });

      app.delete("/v1/orders/:id", async (req, res) => {
        send(res, 200, await orders.cancel(idIn(req), askedBy(req)));
      });
    },

    inbox: createInbox(db, contracts, createHandlers({ store, addresses, outbox, prices })),
  });

  const calls = createCalls({ db, store, outbox, verify, place, internalSecret });
  return { place, orders, calls, service };
}

function askedBy(req: Request) {
  return {
    authorization: req.get("authorization"),
    ifMatch: req.get("if-match"),
    idempotencyKey: idempotencyKey(req),
  };
}

const idIn = ({ params }: Request) => String(params.id);

function send(res: Response, status: number, order: Order): void {
  res.set({ etag: entityTag(order) });
  answer(res, status, order);
}

// Next: place.ts, how an order begins.
