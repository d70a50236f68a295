// The orders of the user who is signed in, and those of the user's products. The forty of a rush are counted further below, and
// would hide all others.

import { useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { useStore } from "../../../../ui/store.ts";
import { describeShopFailure } from "../../api/failure.ts";
import { MOST_LISTED_ORDERS, type Order } from "../../api/orders.ts";
import type { ListedProduct } from "../../api/products.ts";
import { Part } from "../parts/Part.tsx";
import { rushProducts } from "../rush/rush-steps.ts";
import { OrderCard } from "./OrderCard.tsx";
import styles from "./OrdersPart.module.css";
import { withNames } from "./order-state.ts";
import { isOf, type Orders } from "./use-orders.ts";

const FIRST = 5;

interface OrdersPartProps {
  orders: Orders;
  ownProducts: ReadonlySet<string>;
  /** With the stock of now, and the names that a list of orders lacks while product-service is away. */
  products: readonly ListedProduct[];
}

export function OrdersPart({ orders, ownProducts, products }: OrdersPartProps) {
  const { bought, sold, error, refresh } = orders;
  const [isWhole, setIsWhole] = useState(false);
  const rushed = useStore(rushProducts);
  const all = bought?.filter((order) => !isOf(order, rushed)) ?? [];
  const shown = all.slice(0, isWhole ? MOST_LISTED_ORDERS : FIRST);
  const hidden = Math.min(all.length, MOST_LISTED_ORDERS) - shown.length;
  const cardOf = (order: Order, isBuyer: boolean) => (
    <OrderCard
      key={order.id}
      order={withNames(order, products)}
      products={products}
      isBuyer={isBuyer}
      isSeller={isOf(order, ownProducts)}
      onDone={refresh}
    />
  );

  return (
    <>
      <Part
        title="Your orders"
        note={<p>{error ? "not current: no answer" : "their state moves by itself"}</p>}
      >
        {error !== null && (
          <p className={styles.failure}>
            {`${describeShopFailure(error).message} The orders are with order-service; this page asks again.`}
          </p>
        )}
        {bought ? (
          <ul className={styles.list} data-old={error !== null}>
            {shown.map((order) => cardOf(order, true))}
          </ul>
        ) : (
          error === null && <p className={styles.none}>Your orders are being asked for …</p>
        )}
        {hidden > 0 && (
          <Button look="text" onClick={() => setIsWhole(true)}>
            {`Show ${hidden} more`}
          </Button>
        )}
        {bought && all.length === 0 && (
          <p className={styles.none}>
            You have not ordered anything yet. Order something above: it is PENDING, until
            product-service has reserved the stock, or has found too little of it.
          </p>
        )}
      </Part>
      {sold.length > 0 && (
        <Part title="Orders of your products" note={<p>placed in this tab by another user</p>}>
          <ul className={styles.list}>{sold.map((order) => cardOf(order, false))}</ul>
        </Part>
      )}
    </>
  );
}
