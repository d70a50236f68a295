// The contracts of the shop's events, for the forms and checks of the bus view. No page may import a lab: a test compares these
// with labs/shop/contracts/src/events.ts.

import "../../bus-view/zod-without-eval.ts";
import { z } from "zod";

const Id = z.string().min(1);
const Version = z.int().min(1);
const Cents = z.int().min(0);
const Quantity = z.int().min(1);
const Text = z.string();

const UserRegistered = z.looseObject({ id: Id, name: Text, version: Version });
const ProfileUpdated = z.looseObject({
  ...{ shippingAddress: Text, pincode: Text, city: Text, country: Text, phoneNumber: Text },
  ...{ userId: Id, name: Text, version: Version },
});
const Deleted = z.looseObject({ id: Id, version: Version });

const Product = z.looseObject({
  ...{ id: Id, name: Text, description: Text, priceCents: Cents, stock: Cents },
  ...{ ownerId: Text, ownerName: Text, ownerAddress: Text, createdAt: Text },
  version: Version,
});

const Left = z.looseObject({ productId: Id, quantity: Quantity, left: Cents, version: Version });
const Shortage = z.looseObject({ productId: Id, wanted: Quantity, left: Cents });
const Stock = z.looseObject({ orderId: Id, items: z.array(Left) });
const StockRejected = z.looseObject({ orderId: Id, shortages: z.array(Shortage) });

const OrderPlaced = z.looseObject({
  id: Id,
  userId: Id,
  items: z.array(z.looseObject({ productId: Id, quantity: Quantity, priceCents: Cents })).min(1),
  totalCents: Cents,
  version: Version,
});
const Order = z.looseObject({ id: Id, userId: Id, version: Version });

export const contracts = {
  ...{ UserRegistered, ProfileUpdated, UserDeleted: Deleted },
  ...{ ProductCreated: Product, ProductUpdated: Product, ProductDeleted: Deleted },
  ...{ StockReserved: Stock, StockRejected, StockReleased: Stock },
  ...{ OrderPlaced, OrderConfirmed: Order },
  OrderRejected: Order.extend({ reason: Text, shortages: z.array(Shortage) }),
  OrderCancelled: Order.extend({ reason: Text }),
  ...{ OrderShipped: Order, OrderDelivered: Order },
  OrderUpdated: Order.extend({ changed: z.enum(["address", "product"]) }),
};
