// Who and what there is in the shop of a test.

import type { Order } from "@shop/contracts/order";
import type { Product } from "@shop/contracts/product";
import type { Caller, User } from "@shop/contracts/user";

const createdAt = "2026-01-01T00:00:00.000Z";

export const ada: Caller = { id: "ada", name: "Ada" };
export const bob: Caller = { id: "bob", name: "Bob" };

const address = {
  shippingAddress: "1 Main Street",
  pincode: "10115",
  city: "Berlin",
  country: "Germany",
  phoneNumber: "+49 30 1",
};

export const adasUser: User = {
  ...{ ...ada, email: "ada@example.com", bio: "", createdAt, version: 2 },
  ...address,
};

/** As user-service lists them for Ada, in the worst case: with an email that only she may see. */
export const listed = [
  { ...ada, email: "ada@example.com" },
  { ...bob, email: "b•••@example.com" },
];

export const mug: Product = {
  ...{ id: "mug", name: "Mug", description: "For tea.", price: 29.99, stock: 10 },
  ...{ ownerId: "bob", ownerName: "Bob", ownerAddress: "", createdAt, version: 1 },
};
export const lamp: Product = { ...mug, id: "lamp", name: "Lamp", ownerId: "" };

/** An order of Ada's: a mug, and something that was deleted since. */
export function orderOf(id: string): Order {
  return {
    ...{ id, userId: "ada", total: 60.48, status: "PROCESSING", reason: "", version: 1 },
    items: [
      { id: `${id}-1`, productId: "mug", name: "Mug", quantity: 2, price: 29.99 },
      { id: `${id}-2`, productId: "gone", name: "Pen", quantity: 1, price: 0.5 },
    ],
    ...{ ...address, addressSource: "rpc", createdAt },
  };
}

/** An answer as REST of the shop has it. */
export function sent(status: number, message: unknown) {
  return { status, body: { status, message } };
}
