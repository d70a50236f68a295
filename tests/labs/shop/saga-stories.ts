// Plans that chance makes up too seldom: each is the story of one mistake.

import type { Plan, Step } from "./saga-steps.ts";

const place: Step = { do: "place", buyer: "ada", quantities: [2, 0] };
const cancel: Step = { do: "cancel", order: 0 };
const publishOrders: Step = { do: "publish", service: "order-service" };
const toProducts = { service: "product-service", skip: 0, most: 5 } as const;
const deliver: Step = { do: "deliver", ...toProducts };
const deliverAgain = (event: number): Step => ({
  ...{ do: "deliver again", event, service: "product-service", withIds: false },
});

export const STORIES: Record<string, Plan> = {
  "two want the last ones, in one delivery": {
    stocks: [3, 0],
    groups: [[place, place], [publishOrders], [deliver]],
  },
  "an order comes twice, from a bus that gives no ids": {
    stocks: [5, 0],
    groups: [[place], [publishOrders], [deliver], [deliverAgain(0)]],
  },
  "a cancellation comes twice": {
    stocks: [5, 0],
    groups: [
      [place],
      [publishOrders],
      [deliver],
      [cancel],
      [publishOrders],
      [deliver],
      [deliverAgain(1)],
    ],
  },
  "an order is cancelled first, and placed later": {
    stocks: [5, 0],
    groups: [[place], [cancel], [publishOrders], [{ ...deliver, skip: 1 }], [deliver]],
  },
  "an order has enough of one thing, and too little of another": {
    stocks: [5, 0],
    groups: [[{ ...place, quantities: [1, 1] }], [publishOrders], [deliver]],
  },
  "product-service dies while it commits": {
    stocks: [5, 0],
    groups: [
      [place],
      [publishOrders],
      [{ do: "kill", service: "product-service", failpoint: "database.commit", nth: 1 }, deliver],
    ],
  },
};
