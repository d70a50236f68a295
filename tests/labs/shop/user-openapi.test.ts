// The descriptions of user-service and worker-service at /api-docs.

import { apiDocs, type LoadOpenApi } from "@blog/common/api-docs/api-docs";
import { openDatabase } from "@blog/common/database/open-database";
import { createOutbox } from "@blog/common/messaging/outbox";
import { connectGrpc } from "@labs/common/grpc/client";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { createApp as createUsers } from "../../../labs/shop/user-service/src/app.ts";
import { createPasswords } from "../../../labs/shop/user-service/src/passwords.ts";
import { createRefreshStore } from "../../../labs/shop/user-service/src/refresh-store.ts";
import { createThrottle } from "../../../labs/shop/user-service/src/throttle.ts";
import { createTokens, signingKeyTable } from "../../../labs/shop/user-service/src/tokens.ts";
import { createUserStore } from "../../../labs/shop/user-service/src/user-store.ts";
import { createApp as createWorker } from "../../../labs/shop/worker-service/src/app.ts";
import { describeApiDocs } from "../../openapi.contract.ts";

const db = await openDatabase("sqlite::memory:", [signingKeyTable]);
const docsOf = (load: LoadOpenApi) => ({ operatorRoutes: apiDocs(load) });

const users = createUsers(
  {
    ...{ db, outbox: createOutbox(db, "test"), users: createUserStore(db) },
    ...{ sessions: createRefreshStore(), tokens: await createTokens(db) },
    ...{ passwords: createPasswords(), throttle: createThrottle() },
  },
  docsOf(() => import("../../../labs/shop/user-service/api-docs.ts")),
);
const worker = createWorker(
  {
    products: connectGrpc(productService, "localhost:1"),
    orders: connectGrpc(orderService, "localhost:1"),
    internalSecret: "a secret of the shop",
  },
  docsOf(() => import("../../../labs/shop/worker-service/api-docs.ts")),
);

describeApiDocs([users.service, worker]);
