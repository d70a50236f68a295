// Which event makes which list untrue. The gateway keeps no checkpoint and no database: the bus knows which events it has not
// acknowledged, and delivers them again. Over a stream only one of several gateways receives each event: they need a cache that
// they share (REDIS_URL).

import { effectOf, handle, type Handlers } from "@blog/common/messaging/handlers";
import type { Inbox } from "@blog/common/wire/delivery";
import { cacheUnavailable } from "@labs/common/cache/unavailable";
import { contracts, type ShopContracts } from "@shop/contracts/events";
import type { InvalidateLists } from "./cached-lists.ts";

/** Each resolves with whether all gateways are sure to have forgotten. */
function handlersOf(lists: InvalidateLists): Handlers<ShopContracts, undefined, boolean> {
  const users = () => lists.users();
  const products = () => lists.products();
  const orders = ({ data }: { data: { userId: string } }) => lists.ordersOf(data.userId);

  return {
    ...{ UserRegistered: users, ProfileUpdated: users },
    async UserDeleted({ data }) {
      const areSure = await Promise.all([lists.users(), lists.ordersOf(data.id)]);
      return areSure.every(Boolean);
    },

    ...{ ProductCreated: products, ProductUpdated: products, ProductDeleted: products },
    // A list has the stock of each product. What is rejected changes none.
    ...{ StockReserved: products, StockReleased: products },

    ...{ OrderPlaced: orders, OrderConfirmed: orders, OrderRejected: orders },
    ...{ OrderCancelled: orders, OrderShipped: orders, OrderDelivered: orders },
    // Its address, or what a product in it is called.
    OrderUpdated: orders,
  };
}

/** An event is acknowledged once no gateway can answer with what was true before it. */
export function createForgetting(lists: InvalidateLists): Inbox {
  const handlers = handlersOf(lists);

  return {
    async receive({ events }, note) {
      for (const event of events) {
        const isSure = await handle(contracts, handlers, event, undefined);
        if (isSure === false) throw cacheUnavailable();
        note?.(effectOf(handlers, event));
      }
      return "done";
    },
  };
}
