// docs/architecture.svg shows the shop as it is: it is drawn from the description and the source.

import { expect, it } from "vitest";
import { drawShop } from "./architecture-picture.ts";

it("The picture of the shop is drawn from what there is (npx vitest run labs/shop/test/architecture.test.ts -u draws it)", async () => {
  await expect(drawShop()).toMatchFileSnapshot("../docs/architecture.svg");
});
