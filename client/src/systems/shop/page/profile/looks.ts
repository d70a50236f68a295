// Where the page looks for a changed profile: at the newest open order, and at one product of the user.

import { getOrder, type Order } from "../../api/orders.ts";
import { getProduct } from "../../api/products.ts";
import type { Profile } from "../../api/users.ts";
import { isOpen } from "../orders/order-state.ts";
import type { RoadsMeter } from "./roads.ts";

type Looks = Parameters<RoadsMeter["measure"]>[0];

interface Where {
  orders: readonly Order[];
  /** Ids. */
  ownProducts: ReadonlySet<string>;
}

export async function looksFor(
  before: Profile,
  after: Profile,
  { orders, ownProducts }: Where,
): Promise<Looks> {
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

// A product carries the owner's name and the street.
function changesProducts(before: Profile, after: Profile): boolean {
  return before.name !== after.name || before.shippingAddress !== after.shippingAddress;
}

async function showsAddress(id: string, profile: Profile): Promise<boolean> {
  return addressOf(await getOrder(id)) === addressOf(profile);
}

async function showsOwner(id: string, { name, shippingAddress }: Profile): Promise<boolean> {
  const { ownerName, ownerAddress } = await getProduct(id);
  return ownerName === name && ownerAddress.includes(shippingAddress);
}

function addressOf({ shippingAddress, city }: Pick<Order, "shippingAddress" | "city">): string {
  return JSON.stringify([shippingAddress, city]);
}
