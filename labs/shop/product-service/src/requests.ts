// What callers of product-service may send over REST. The rules of each field are in the contracts.

import { NewProduct } from "@shop/contracts/product";
import { z } from "zod";

export { NewProduct };

const { name, description, price, stock } = NewProduct.shape;

/** What is not named stays as it is. */
export const ProductChanges = z.object({
  name: z.exactOptional(name),
  description: z.exactOptional(description),
  price: z.exactOptional(price),
  stock: z.exactOptional(stock),
});
export type ProductChanges = z.output<typeof ProductChanges>;
