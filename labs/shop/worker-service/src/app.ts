// Worker-service: carries changes to services that keep copies of them, by calls. A profile changes: product-service gets the
// owner's name and address. A product changes: order-service gets its name. It keeps nothing: the bus knows which events it has not
// acknowledged, and an event is acknowledged when its call is answered. What comes twice is called twice, with the same version and
// the same cause, by which the called service knows it; and so it knows an older version that comes later.

import { Problem } from "@blog/common/base/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { effectOf, handle, type Handlers } from "@blog/common/messaging/handlers";
import type { Inbox } from "@blog/common/wire/delivery";
import type { GrpcClient } from "@labs/common/grpc/client";
import { type Code, codeOf } from "@labs/common/grpc/status";
import { internalAuthorization } from "@labs/common/internal-secret";
import { toLine } from "@shop/contracts/address-line";
import { contracts, type ShopContracts } from "@shop/contracts/events";
import type { orderService } from "@shop/contracts/order";
import type { productService } from "@shop/contracts/product";

interface Dependencies {
  products: Pick<GrpcClient<typeof productService>, "UpdateProduct">;
  orders: Pick<GrpcClient<typeof orderService>, "UpdateOrder">;
  /** Shared with the services that are called: by it they know this one. */
  internalSecret: string;
}

export function createApp(
  { products, orders, internalSecret }: Dependencies,
  options: ServiceOptions = {},
): Service<Inbox> {
  const authorization = internalAuthorization(internalSecret);

  const passProductOn = async ({
    data,
  }: {
    data: { id: string; name: string; version: number };
  }) => {
    const { id: product_id, name, version } = data;
    const call = orders.UpdateOrder({ product_id, name, version }, { authorization });
    await orRefuse("order-service", call);
  };

  const handlers: Handlers<ShopContracts, undefined> = {
    async ProfileUpdated({ data }) {
      const { userId: owner_id, name: owner_name, version } = data;
      const request = { owner_id, owner_name, owner_address: toLine(data), version };
      await orRefuse("product-service", products.UpdateProduct(request, { authorization }));
    },
    ProductCreated: passProductOn,
    ProductUpdated: passProductOn,
  };

  return createService("worker-service", {
    ...options,

    inbox: {
      async receive({ events }, note) {
        for (const event of events) {
          await handle(contracts, handlers, event, undefined);
          note?.(effectOf(handlers, event));
        }
        return "done";
      },
    },
  });
}

/** Not the event's fault: the service is away or too busy, or does not know the secret. All events of its kind would fail. */
const OUTAGES = new Set<Code>([
  ...(["UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "RESOURCE_EXHAUSTED"] as const),
  ...(["PERMISSION_DENIED", "UNAUTHENTICATED"] as const),
]);

/** Rejects with the Problem by which the bus knows whether to repeat the event as long as it takes (503), or to park it (422). */
async function orRefuse(service: string, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const code = codeOf(error);
    if (OUTAGES.has(code)) throw notYet(`${service} does not take this event yet: ${code}.`);
    if (code === "INTERNAL") throw error;
    throw new Problem(422, `${service} does not take this event: ${code}.`);
  }
}

function notYet(detail: string): Problem {
  return new Problem(503, detail, { headers: { "retry-after": "1" } });
}
