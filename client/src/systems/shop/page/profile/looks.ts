// Where the page looks for a changed profile: at the newest open order, and at one product of the user.

import { getOrder, type Order, type WholeOrder } from "../../api/orders.ts";
import { getProduct } from "../../api/products.ts";
import type { Profile } from "../../api/users.ts";
import { isOpen } from "../orders/order-state.ts";
import type { RoadsMeter } from "./roads.ts";

type Address = Pick<WholeOrder, "shippingAddress" | "pincode" | "city" | "country" | "phoneNumber">;
type Looks = Parameters<RoadsMeter["measure"]>[0];

interface Where {
  orders: readonly Order[];
  /** Ids. */
  ownProducts: ReadonlySet<string>;
}

/** Undefined for a road at whose end nothing will change. */
export function looksFor(before: Profile, after: Profile, { orders, ownProducts }: Where): Looks {
  const order = orders.find(({ status }) => isOpen(status));
  const [productId] = [...ownProducts].slice(-1);
  return {
    orders: order && changesOrders(before, after) ? () => showsAddress(order.id, after) : undefined,
    products:
      productId && changesProducts(before, after) ? () => showsOwner(productId, after) : undefined,
  };
}

function changesOrders(before: Profile, after: Profile): boolean {
  return addressOf(before) !== addressOf(after);
}

function changesProducts(before: Profile, after: Profile): boolean {
  return before.name !== after.name || ownerPartsOf(before).join() !== ownerPartsOf(after).join();
}

/** Of these worker-service makes the line that a product carries. */
function ownerPartsOf({ shippingAddress, pincode, city, country }: Profile): string[] {
  return [shippingAddress, pincode, city, country];
}

async function showsAddress(id: string, profile: Profile): Promise<boolean> {
  return addressOf(await getOrder(id)) === addressOf(profile);
}

async function showsOwner(id: string, profile: Profile): Promise<boolean> {
  const { ownerName, ownerAddress } = await getProduct(id);
  const isWhole = ownerPartsOf(profile).every((part) => ownerAddress.includes(part));
  return ownerName === profile.name && isWhole;
}

function addressOf(of: Address): string {
  const { shippingAddress, pincode, city, country, phoneNumber } = of;
  return JSON.stringify([shippingAddress, pincode, city, country, phoneNumber]);
}
