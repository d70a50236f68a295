// All products with their stock, and how the gateway's cache did.

import { useStore } from "../../../../ui/store.ts";
import { describeShopFailure } from "../../api/failure.ts";
import { MOST_LISTED } from "../../api/products.ts";
import { session } from "../../api/session.ts";
import { Part } from "../parts/Part.tsx";
import { CacheShare } from "./CacheShare.tsx";
import { ProductRow } from "./ProductRow.tsx";
import styles from "./ProductsPart.module.css";
import type { Products } from "./use-products.ts";

export function ProductsPart({ products, cache, answeredBy, error, refresh }: Products) {
  const isSignedIn = useStore(session) !== undefined;
  return (
    <Part
      title="Products"
      note={
        <>
          <p>{error ? "not current: no answer" : "asked every second"}</p>
          {answeredBy && error === null && <p>{`answered by ${answeredBy}`}</p>}
          {cache && error === null && <CacheShare {...cache} />}
        </>
      }
    >
      {error !== null && (
        <p className={styles.failure}>{`${describeShopFailure(error).message} ${KEPT}`}</p>
      )}
      {products ? (
        <>
          <ul className={styles.list} data-old={error !== null}>
            {products.map((product) => (
              <ProductRow
                key={product.id}
                product={product}
                isSignedIn={isSignedIn}
                onOrdered={refresh}
              />
            ))}
          </ul>
          {products.length === 0 && <p className={styles.none}>There are no products yet.</p>}
          {products.length === MOST_LISTED && (
            <p className={styles.none}>{`The first ${MOST_LISTED} are listed.`}</p>
          )}
          {!isSignedIn && products.length > 0 && (
            <p className={styles.none}>Sign in above to order something.</p>
          )}
        </>
      ) : (
        error === null && <p className={styles.none}>The products are being asked for …</p>
      )}
    </Part>
  );
}

const KEPT = "The products are with product-service, whole; this page asks again.";
