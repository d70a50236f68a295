// Orders for the experiments, so that the reader need not think one up: by the user who is signed in, otherwise by Ada, who is
// signed in for it.

import { newIdempotencyKey } from "../../http/idempotency-key.ts";
import { type Order, placeOrder } from "./api/orders.ts";
import { getProducts, type ListedProduct } from "./api/products.ts";
import { session, signIn, type Session } from "./api/session.ts";
import { SEEDED, SEEDED_PASSWORD } from "./api/users.ts";

export async function someUser(): Promise<Session["user"]> {
  const signedIn = session.get() ?? (await signIn(SEEDED[0].email, SEEDED_PASSWORD));
  return signedIn.user;
}

/** The most that one order may have of a product. */
export const MOST = 1000;

/** The last one that was ordered: order-service knows its price without asking. */
let last: ListedProduct | undefined;

/** One of which there is some, but not so much that there is enough for everything. While no list comes, the last one. */
async function someProduct(): Promise<ListedProduct> {
  const { products } = await getProducts().catch((error: unknown) => {
    if (last) return { products: [last] };
    throw error;
  });
  const product = products.find(({ stock }) => stock > 0 && stock < MOST);
  if (!product) throw new Error("there is nothing to order");
  return product;
}

/** Of one piece, unless it is `quantity`. */
export async function someOrder(quantity = 1): Promise<{ order: Order; product: ListedProduct }> {
  await someUser();
  const product = await someProduct();
  const order = await placeOrder([{ productId: product.id, quantity }], newIdempotencyKey());
  last = product;
  return { order, product };
}
