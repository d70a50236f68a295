// Orders of one product, as many buyers would place them: through the gateway, one request each.

import { newIdempotencyKey } from "../../http/idempotency-key.ts";
import type { Load } from "../system.ts";
import { placeOrder } from "./api/orders.ts";
import { createProduct } from "./api/products.ts";
import { someUser } from "./some-order.ts";

export const load: Load = {
  about:
    "Orders of one piece each, of a product with a million pieces, sent through the gateway to order-service. Each is decided by product-service: three events. It ends after a minute, or when you leave this tab. Order-service takes 600 writes a minute from one caller and refuses the rest, so more than 10 per second do not last.",
  unit: "Orders",
  async begin() {
    const { name } = await someUser();
    const product = await createProduct(
      { name: "Paper clip", description: "For the load.", price: 0.01, stock: 1_000_000 },
      newIdempotencyKey(),
    );
    return {
      facts: { Product: product.name, Buyer: name },
      send: () => placeOrder([{ productId: product.id, quantity: 1 }], newIdempotencyKey()),
    };
  },
};
