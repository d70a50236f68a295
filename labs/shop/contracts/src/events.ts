// The contracts: every event of the shop, on one page. What is about one thing carries `version`, which counts its changes: of two
// such events the later one wins, in whichever order they come. No event has an email, a password or a token: the log is kept for
// ever. It does have a postal address, because an order cannot be delivered without one.

import { z } from "zod";

const Id = z.string().min(1);
const Version = z.int().min(1);
const Cents = z.int().min(0);
const Quantity = z.int().min(1);
const Text = z.string();

/** Where an order goes; "" where it is not known yet. */
export const PostalAddress = z.looseObject({
  shippingAddress: Text,
  pincode: Text,
  city: Text,
  country: Text,
  phoneNumber: Text,
});

/** Published by user-service. */
export const UserRegistered = z.looseObject({ id: Id, name: Text, version: Version });
export const ProfileUpdated = PostalAddress.extend({ userId: Id, name: Text, version: Version });
export const UserDeleted = z.looseObject({ id: Id, version: Version });

const Product = z.looseObject({
  id: Id,
  name: Text,
  description: Text,
  priceCents: Cents,
  stock: Cents,
  /** Empty where it was created without a token (OPEN_PRODUCTS=1). */
  ownerId: Text,
  ownerName: Text,
  ownerAddress: Text,
  createdAt: Text,
  version: Version,
});

/** Published by product-service. */
export const ProductCreated = Product;
export const ProductUpdated = Product;
export const ProductDeleted = z.looseObject({ id: Id, version: Version });

const Left = z.looseObject({ productId: Id, quantity: Quantity, left: Cents, version: Version });
export const Shortage = z.looseObject({ productId: Id, wanted: Quantity, left: Cents });

/** Published by product-service: its verdict on an order, whole. */
export const StockReserved = z.looseObject({ orderId: Id, items: z.array(Left) });
export const StockRejected = z.looseObject({ orderId: Id, shortages: z.array(Shortage) });
/** What a cancelled order had reserved is back. */
export const StockReleased = z.looseObject({ orderId: Id, items: z.array(Left) });

export const OrderStatus = z.enum(["PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED"]);
export type OrderStatus = z.output<typeof OrderStatus>;

/** Published by order-service. */
export const OrderPlaced = z.looseObject({
  id: Id,
  userId: Id,
  items: z.array(z.looseObject({ productId: Id, quantity: Quantity, priceCents: Cents })).min(1),
  totalCents: Cents,
  version: Version,
});
const Order = z.looseObject({ id: Id, userId: Id, version: Version });
/** The stock is reserved: PROCESSING. */
export const OrderConfirmed = Order;
/** There was not enough of something: CANCELLED. */
export const OrderRejected = Order.extend({ reason: Text, shortages: z.array(Shortage) });
/** By the buyer, or because the buyer is gone: CANCELLED. What was reserved for it is released. */
export const OrderCancelled = Order.extend({ reason: Text });
export const OrderShipped = Order;
export const OrderDelivered = Order;
/** Its address, or the name of something in it, is another one. The address itself is not repeated. */
export const OrderUpdated = Order.extend({ changed: z.enum(["address", "product"]) });

export const contracts = {
  ...{ UserRegistered, ProfileUpdated, UserDeleted },
  ...{ ProductCreated, ProductUpdated, ProductDeleted },
  ...{ StockReserved, StockRejected, StockReleased },
  ...{ OrderPlaced, OrderConfirmed, OrderRejected, OrderCancelled },
  ...{ OrderShipped, OrderDelivered, OrderUpdated },
};
export type ShopContracts = typeof contracts;
