// Product-service: owns the products and their stock. Owners change them over REST; orders reserve of them by events.

import { parse, Problem } from "@blog/common/base/problem";
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
import type { Product, productService } from "@shop/contracts/product";
import type { Request, RequestHandler, Response } from "express";
import { createCalls } from "./grpc.ts";
import { createHandlers } from "./handlers.ts";
import { type AskOwner, ownerStore } from "./owners.ts";
import type { ProductStore } from "./product-store.ts";
import { createProducts, type Products, toProduct } from "./products.ts";
import { NewProduct, ProductChanges } from "./requests.ts";
import { reservationStore } from "./reservation-store.ts";
import { createReservations, type Reservations } from "./reservations.ts";

interface Dependencies {
  db: Database;
  store: ProductStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
  askOwner: AskOwner;
  isOpen?: boolean;
  internalSecret?: string | undefined;
  /** The rule by which stock is reserved. */
  reservations?: Reservations;
}

interface ProductApp {
  products: Products;
  calls: Handlers<typeof productService>;
  service: Service<CheckpointedInbox>;
}

export function createApp(dependencies: Dependencies, options: ServiceOptions = {}): ProductApp {
  const { db, store, outbox, isOpen = false, internalSecret } = dependencies;
  const reservations =
    dependencies.reservations ??
    createReservations({ products: store, reservations: reservationStore, outbox });
  const products = createProducts({ ...dependencies, owners: ownerStore, isOpen });

  const change =
    (body: typeof ProductChanges | typeof NewProduct): RequestHandler =>
    async (req, res) => {
      const changes = parse(body, req.body ?? {});
      send(res, 200, await products.change(idIn(req), changes, askedBy(req)));
    };

  const service = createService("product-service", {
    ...options,

    // Each route has the paths of both shops that this one is compatible with.
    routes(app) {
      app.get(["/v1/products", "/v1/product/get-all-products"], async (req, res) => {
        const page = parse(PageQuery, req.query);
        const { items, next } = await readPage(page, store.list);
        res.set(pageHeaders(req.path, page.limit, next));
        answer(res, 200, items.map(toProduct));
      });

      app.post(["/v1/products", "/v1/product/create-product"], async (req, res) => {
        const product = parse(NewProduct, req.body ?? {});
        send(res, 201, await products.create(product, askedBy(req)));
      });

      app.get(["/v1/products/:id", "/v1/product/get-product/:id"], async (req, res) => {
        const product = await store.find(idIn(req));
        if (!product) throw new Problem(404, `There is no product ${idIn(req)}.`);
        send(res, 200, toProduct(product));
      });

      app.put("/v1/products/:id", change(NewProduct));
      app.patch(["/v1/products/:id", "/v1/product/update-product/:id"], change(ProductChanges));

      app.delete(["/v1/products/:id", "/v1/product/delete-product/:id"], async (req, res) => {
        answer(res, 200, await products.remove(idIn(req), askedBy(req)));
      });
    },

    inbox: createInbox(db, contracts, createHandlers({ reservations, products })),
  });

  return { products, calls: createCalls({ products, store, internalSecret }), service };
}

function askedBy(req: Request) {
  return {
    authorization: req.get("authorization"),
    ifMatch: req.get("if-match"),
    idempotencyKey: idempotencyKey(req),
  };
}

const idIn = ({ params }: Request) => String(params.id);

function send(res: Response, status: number, product: Product): void {
  res.set({ etag: entityTag(product) });
  answer(res, status, product);
}

// Next: reservations.ts, where orders meet the stock.
