// The three things that the forty orders need of the services, as the user who is signed in.

import { describeShopFailure } from "../../api/failure.ts";
import { ask } from "../../api/graphql.ts";
import { type OrderStatus, placeOrder } from "../../api/orders.ts";
import { createProduct } from "../../api/products.ts";
import { ORDERS, PIECES, type RushSteps } from "./rush.ts";

// Both at once, so that they are of one moment. Some orders more: others may be placed meanwhile.
const LOOK = `query Rush($id: ID!, $first: Int) {
  product(id: $id) { stock }
  orders(first: $first) { id status }
}`;

interface Seen {
  product: { stock: number } | null;
  orders: { id: string; status: OrderStatus }[];
}

export const rushSteps: RushSteps = {
  createProduct: (key) =>
    createProduct(
      {
        name: `Rare print, ${new Date().toLocaleTimeString("en")}`,
        description: "Ten pieces, for forty buyers.",
        price: 10,
        stock: PIECES,
      },
      key,
    ),

  placeOrder: (productId, key) => placeOrder([{ productId, quantity: 1 }], key),

  async look(id) {
    const { data } = await ask<Seen>({ query: LOOK, variables: { id, first: ORDERS + 20 } });
    if (!data.product) throw new Error("no answer about the product");
    const states = new Map(data.orders.map((order) => [order.id, order.status]));
    return { left: data.product.stock, states };
  },

  inWords: (error) => describeShopFailure(error).message,
};
