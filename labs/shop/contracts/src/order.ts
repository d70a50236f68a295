// The messages of orderserviceproto.OrderService: the names and types of proto/order.proto (a test compares them), and the rules
// that its types cannot state.

import type { Contract } from "@labs/common/grpc/contract";
import { PageRequest } from "@labs/common/page";
import { z } from "zod";

export const OrderItem = z.object({
  id: z.string(),
  productId: z.string(),
  name: z.string(),
  quantity: z.int(),
  price: z.number(),
});

export const Order = z.object({
  id: z.string(),
  userId: z.string(),
  items: z.array(OrderItem),
  total: z.number(),
  status: z.string(),
  /** Why it is CANCELLED; "" otherwise. */
  reason: z.string(),
  shippingAddress: z.string(),
  pincode: z.string(),
  city: z.string(),
  country: z.string(),
  phoneNumber: z.string(),
  /** Where its address came from when it was placed: rpc or events. */
  addressSource: z.string(),
  createdAt: z.string(),
  version: z.int(),
});
export type Order = z.output<typeof Order>;

const MAX_ITEMS = 50;

export const NewOrder = z.object({
  /** The caller, if it is given at all. */
  userId: z.exactOptional(z.string()),
  items: z
    .array(
      z.object({
        productId: z.string().min(1, "must not be empty"),
        quantity: z
          .int("must be a whole number")
          .min(1, "must be at least 1")
          .max(1000, "must be at most 1000"),
      }),
    )
    .min(1, "must not be empty")
    .max(MAX_ITEMS, `must have at most ${MAX_ITEMS} items`)
    .superRefine((items, context) => {
      for (const [index, { productId }] of items.entries())
        if (items.findIndex((item) => item.productId === productId) < index)
          context.addIssue({
            code: "custom",
            path: [index, "productId"],
            message: "must not be in the order twice",
          });
    }),
});
export type NewOrder = z.output<typeof NewOrder>;

export const orderService = {
  service: "orderserviceproto.OrderService",
  file: new URL("../../proto/order.proto", import.meta.url),
  methods: {
    // For the user whose token comes with the call.
    PlaceOrder: { request: NewOrder, response: Order, isWrite: true },
    // The caller's own: those with these ids, or without ids all, newest first.
    GetOrders: {
      request: PageRequest.extend({ ids: z.array(z.string()).max(1000) }),
      response: z.object({ orders: z.array(Order), next: z.string() }),
    },
    // For worker-service alone: what a product in open orders is called. An older version changes nothing.
    UpdateOrder: {
      request: z.object({ product_id: z.string(), name: z.string(), version: z.int() }),
      response: z.object({ changed: z.int() }),
      isWrite: true,
    },
  },
} satisfies Contract;
