// "/" of the shop: products that several services sell together, the orders of the user who is signed in, and what happens to
// them without a reload.

import { useMemo } from "react";
import { useStatus } from "../../../services/use-status.ts";
import { Page } from "../../../ui/Page.tsx";
import { useStore } from "../../../ui/store.ts";
import { Voice } from "../../../ui/Voice.tsx";
import { session } from "../api/session.ts";
import { Account } from "./account/Account.tsx";
import { announced } from "./announcements.ts";
import { awayAmong } from "./away.ts";
import { AwayNotice } from "./AwayNotice.tsx";
import { ConsolePart } from "./console/ConsolePart.tsx";
import { Links } from "./Links.tsx";
import { OrdersPart } from "./orders/OrdersPart.tsx";
import { useOrders } from "./orders/use-orders.ts";
import { ProductsPart } from "./products/ProductsPart.tsx";
import { type Products, useProducts } from "./products/use-products.ts";
import { ProfilePart } from "./profile/ProfilePart.tsx";
import { RushPart } from "./rush/RushPart.tsx";
import styles from "./ShopPage.module.css";

export function ShopPage() {
  const { user } = useStore(session) ?? {};
  const products = useProducts();
  const { report, connection } = useStatus();

  return (
    <Page title="One shop, five services">
      <p className={styles.lead}>
        Users, products and orders each have a service of their own. No service asks another one
        whether there is enough: they decide together, by events.
      </p>
      <Account />
      <AwayNotice away={awayAmong(report?.services)} isInterrupted={connection === "interrupted"} />
      <ProductsPart {...products} />
      {user ? (
        <OfUser key={user.id} userId={user.id} products={products} />
      ) : (
        <ConsolePart known={{ ...NOTHING, productId: products.products?.[0]?.id ?? "" }} />
      )}
      <Links services={report?.services} />
      <Voice label="Announcements" sentence={useStore(announced)} />
    </Page>
  );
}

const NOTHING = { productId: "", orderId: "", userId: "" };

function OfUser({ userId, products: { products } }: { userId: string; products: Products }) {
  const ownProducts = useMemo(
    () => new Set(products?.filter(({ owner }) => owner?.id === userId).map(({ id }) => id)),
    [products, userId],
  );
  const orders = useOrders(userId, ownProducts);
  const [newest] = orders.bought ?? [];
  const productId = products?.find(({ stock }) => stock > 0)?.id ?? "";

  return (
    <>
      <OrdersPart orders={orders} ownProducts={ownProducts} products={products ?? []} />
      <ProfilePart userId={userId} orders={orders.bought ?? []} ownProducts={ownProducts} />
      <RushPart />
      <ConsolePart known={{ userId, productId, orderId: newest?.id ?? "" }} />
    </>
  );
}
