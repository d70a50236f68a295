// One product: its price and stock, which move by themselves, and for who is signed in the form that orders it.

import { type SubmitEvent, useId, useState } from "react";
import { newIdempotencyKey } from "../../../../http/idempotency-key.ts";
import { Button } from "../../../../ui/Button.tsx";
import { placeOrder } from "../../api/orders.ts";
import type { ListedProduct } from "../../api/products.ts";
import { announce } from "../announcements.ts";
import { inMoney } from "../money.ts";
import { rememberPlaced } from "../orders/placed-here.ts";
import { Changing } from "../parts/Changing.tsx";
import { Failure } from "../parts/Failure.tsx";
import { Field } from "../parts/Field.tsx";
import { useAction } from "../parts/use-action.ts";
import styles from "./ProductsPart.module.css";

interface ProductRowProps {
  product: ListedProduct;
  isSignedIn: boolean;
  onOrdered: () => void;
}

export function ProductRow({ product, isSignedIn, onOrdered }: ProductRowProps) {
  const { name, description, owner, price, stock } = product;

  return (
    <li className={styles.row}>
      <div>
        <h3 className={styles.name} dir="auto">
          {name}
        </h3>
        <p className={styles.about} dir="auto">
          <span>{owner ? `${description} ·` : description}</span>{" "}
          {owner && <span className={styles.seller}>{`sold by ${owner.name}`}</span>}
        </p>
      </div>
      <p className={styles.price}>
        <span className="visually-hidden">Price</span> <Changing>{inMoney(price)}</Changing>
      </p>
      <p className={styles.stock}>
        {stock > 0 ? (
          <>
            <strong>
              <Changing>{stock}</Changing>
            </strong>{" "}
            <span>in stock</span>
          </>
        ) : (
          <span className={styles.soldOut}>
            <Changing>sold out</Changing>
          </span>
        )}
      </p>
      {isSignedIn && <OrderForm product={product} onOrdered={onOrdered} />}
    </li>
  );
}

const QUANTITY = "items/0/quantity";

function OrderForm({ product, onOrdered }: Pick<ProductRowProps, "product" | "onOrdered">) {
  const id = useId();
  const [quantity, setQuantity] = useState("1");
  // The same until the order is accepted: pressed again after a missing answer, there is one order.
  const [key, setKey] = useState(newIdempotencyKey);
  const ordering = useAction(async () => {
    const item = { productId: product.id, quantity: Number(quantity) };
    rememberPlaced(await placeOrder([item], key));
    setKey(newIdempotencyKey());
    announce(`The order of ${product.name} is placed. It is pending.`);
    onOrdered();
  });
  const { failure, isPending } = ordering;
  const wrongQuantity = failure?.fields.get(QUANTITY);

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    void ordering.run();
  }

  return (
    <>
      <form className={styles.order} onSubmit={submit} noValidate>
        <Field
          label={`Quantity of ${product.name}`}
          isLabelHidden
          type="number"
          min={1}
          value={quantity}
          aria-invalid={wrongQuantity !== undefined}
          aria-describedby={wrongQuantity ? id : undefined}
          onText={(text) => {
            setQuantity(text);
            // Another order: the same key with another body would be refused.
            setKey(newIdempotencyKey());
          }}
        />
        <Button look="quiet" type="submit" isBusy={isPending} aria-label={`Order ${product.name}`}>
          Order
        </Button>
      </form>
      <div className={styles.failed}>
        {wrongQuantity && (
          <p id={id} className={styles.wrong} role="alert">
            {`Quantity: ${wrongQuantity}`}
          </p>
        )}
        <Failure failure={failure} shown={[QUANTITY]} />
      </div>
    </>
  );
}
