// The products, asked again and again while the page is looked at.

import { useQuery } from "@tanstack/react-query";
import { getProducts, type ListedProduct, type ProductsAnswer } from "../../api/products.ts";

const EVERY_MS = 1000;

export interface Products {
  /** Undefined before the first answer. After a failure, those of the last answer. */
  products: readonly ListedProduct[] | undefined;
  cache: ProductsAnswer["cache"];
  answeredBy: ProductsAnswer["answeredBy"] | undefined;
  /** Why the last question has no answer; null when it has one. */
  error: unknown;
  /** Before the next turn. */
  refresh(): void;
}

export function useProducts(): Products {
  const { data, error, refetch } = useQuery({
    queryKey: ["shop", "products"],
    queryFn: getProducts,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return {
    products: data?.products,
    cache: data?.cache,
    answeredBy: data?.answeredBy,
    error,
    refresh: () => void refetch(),
  };
}
