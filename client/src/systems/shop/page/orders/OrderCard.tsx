// One order: what is in it, how far it is, where it goes, and what can be done to it now.

import { Button } from "../../../../ui/Button.tsx";
import { cancelOrder, moveOrder, type Order } from "../../api/orders.ts";
import type { ListedProduct } from "../../api/products.ts";
import { announce } from "../announcements.ts";
import { inMoney } from "../money.ts";
import { Changing } from "../parts/Changing.tsx";
import { Failure } from "../parts/Failure.tsx";
import { useAction } from "../parts/use-action.ts";
import { type Deed, DEEDS, deedsFor, itemsInWords, stateInWords } from "./order-state.ts";
import styles from "./OrderCard.module.css";
import { StateTrack } from "./StateTrack.tsx";

interface OrderCardProps {
  order: Order;
  products: readonly Pick<ListedProduct, "id" | "stock">[];
  isBuyer: boolean;
  isSeller: boolean;
  onDone: () => void;
}

const DO: Record<Deed, (id: string) => Promise<void>> = {
  cancel: cancelOrder,
  ship: (id) => moveOrder(id, "SHIPPED"),
  deliver: (id) => moveOrder(id, "DELIVERED"),
};

export function OrderCard({ order, products, isBuyer, isSeller, onDone }: OrderCardProps) {
  const { id, status, total, shippingAddress, city } = order;
  const doing = useAction(async (deed: Deed) => {
    await DO[deed](id);
    announce(`The order of ${itemsInWords(order)} ${DEEDS[deed].done}.`);
    onDone();
  });
  const address = [shippingAddress, city].filter(Boolean).join(", ");

  return (
    <li className={styles.card} data-status={status}>
      <div className={styles.head}>
        <h3 className={styles.items} dir="auto">
          {itemsInWords(order)}
        </h3>
        <p className={styles.total}>{inMoney(total)}</p>
      </div>
      <p className={styles.state}>
        <StateTrack status={status} />
        <strong>
          <Changing>{status}</Changing>
        </strong>
        <span className={styles.why}>{stateInWords(order, products)}</span>
      </p>
      <div className={styles.foot}>
        <p className={styles.address} dir="auto">
          <span>to</span> <Changing>{address || "an address that is not known yet"}</Changing>
        </p>
        <div className={styles.deeds}>
          {deedsFor(order, { isBuyer, isSeller }).map((deed) => (
            <Button
              key={deed}
              look="text"
              isBusy={doing.isPending}
              onClick={() => void doing.run(deed)}
            >
              {DEEDS[deed].label}
            </Button>
          ))}
        </div>
      </div>
      <Failure failure={doing.failure} />
    </li>
  );
}
