// What of the shop `npm run call` can call, and where it is.

import { readSettings } from "@blog/common/base/settings";
import { Addresses } from "@shop/contracts/addresses";
import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { userService } from "@shop/contracts/user";
import type { Callable } from "../call.ts";

const { USER_GRPC, PRODUCT_GRPC, ORDER_GRPC } = readSettings(Addresses);

export const callable: Callable[] = [
  { contract: userService, address: USER_GRPC },
  { contract: productService, address: PRODUCT_GRPC },
  { contract: orderService, address: ORDER_GRPC },
];
