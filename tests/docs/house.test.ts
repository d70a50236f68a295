// docs/house.md shows the rooms as they are: its picture is drawn from the imports.

import { expect, it } from "vitest";
import { drawHouse } from "./house-picture.ts";

it("The picture of the house is drawn from the imports (npx vitest run tests/docs/house.test.ts -u draws it)", async () => {
  await expect(drawHouse()).toMatchFileSnapshot("../../docs/images/house.svg");
});
