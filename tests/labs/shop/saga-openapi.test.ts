// The descriptions of product-service and order-service at /api-docs.

import { apiDocs, type LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { openDatabase } from "@blog/common/database/open-database";
import { createOutbox } from "@blog/common/messaging/outbox";
import { NO_ADDRESS } from "../../../labs/shop/order-service/src/address.ts";
import { createApp as createOrders } from "../../../labs/shop/order-service/src/app.ts";
import { createOrderStore } from "../../../labs/shop/order-service/src/order-store.ts";
import { createApp as createProducts } from "../../../labs/shop/product-service/src/app.ts";
import { createProductStore } from "../../../labs/shop/product-service/src/product-store.ts";
import { describeApiDocs } from "../../openapi.contract.ts";

const db = await openDatabase("sqlite::memory:", []);
const outbox = createOutbox(db, "test");
const verify = async () => ({ id: "", name: "" });
const docsOf = (load: LoadOpenApi) => ({ operatorRoutes: apiDocs(load) });

const products = createProducts(
  {
    ...{ db, outbox, verify, store: createProductStore(db) },
    askOwner: async (id) => ({ id, name: "", address: "", version: 1 }),
  },
  docsOf(() => import("../../../labs/shop/product-service/api-docs.ts")),
);
const orders = createOrders(
  {
    ...{ db, outbox, verify, store: createOrderStore(db), prices: { find: async () => [] } },
    askAddress: async () => NO_ADDRESS,
  },
  docsOf(() => import("../../../labs/shop/order-service/api-docs.ts")),
);

describeApiDocs([products.service, orders.service]);
