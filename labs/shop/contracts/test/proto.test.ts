// The shop's three contracts, compared with their .proto files.

import { orderService } from "@shop/contracts/order";
import { productService } from "@shop/contracts/product";
import { userService } from "@shop/contracts/user";
import { testAgainstProto } from "../../../common/test/compare-with-proto.ts";

testAgainstProto(userService);
testAgainstProto(productService);
testAgainstProto(orderService);
