// What callers of order-service may send over REST. The rules of a new order are in the contracts.

import { z } from "zod";

export { NewOrder } from "@shop/contracts/order";

const STATUSES = ["SHIPPED", "DELIVERED"] as const;

/** A published shop sends nothing at all when it ships. */
export const StatusChange = z.object({
  status: z.enum(STATUSES, `must be ${STATUSES.join(" or ")}`).default("SHIPPED"),
});
