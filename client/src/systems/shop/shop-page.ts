// The shop's page: what is at the top of it, and at "/".

import type { SystemPage } from "../system-page.ts";
import { ShopPage } from "./page/ShopPage.tsx";

export const shopPage: SystemPage = {
  site: { name: "Shop", home: "Products" },
  Home: ShopPage,
};
