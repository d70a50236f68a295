// Products: the list with the name of each owner, and what only the REST routes have.

import { ask, type CacheCount } from "./graphql.ts";
import { orElse } from "./or-else.ts";
import { read, write } from "./rest.ts";

export interface ListedProduct {
  id: string;
  name: string;
  price: number;
  stock: number;
  description: string;
  /** Null where it has none, and while user-service is away. */
  owner: { id: string; name: string } | null;
}

export interface ProductsAnswer {
  products: ListedProduct[];
  answeredBy: "api-gateway" | "product-service";
  /** Undefined where the gateway does not count, or was not asked. */
  cache: CacheCount | undefined;
}

/** As product-service has it. The copies of the owner's name and address come by worker-service. */
export interface Product {
  id: string;
  name: string;
  price: number;
  stock: number;
  description: string;
  ownerId: string;
  ownerName: string;
  ownerAddress: string;
}

export const MOST_LISTED = 50;

const LIST = `query getProducts($first: Int) {
  products(first: $first) { id name price stock description owner { id name } }
}`;

/** By GraphQL; while that does not answer, by the REST route of product-service itself. */
export function getProducts(): Promise<ProductsAnswer> {
  return orElse(byGraphQl, byRest);
}

async function byGraphQl(): Promise<ProductsAnswer> {
  const { data, extensions } = await ask<{ products: ListedProduct[] }>({
    query: LIST,
    variables: { first: MOST_LISTED },
  });
  return { products: data.products, answeredBy: "api-gateway", cache: extensions?.cache };
}

async function byRest(): Promise<ProductsAnswer> {
  const products = await read<Product[]>(`/v1/products?limit=${MOST_LISTED}`);
  return { products: products.map(toListed), answeredBy: "product-service", cache: undefined };
}

function toListed({ id, name, price, stock, description, ownerId, ownerName }: Product) {
  const owner = ownerId === "" ? null : { id: ownerId, name: ownerName };
  return { id, name, price, stock, description, owner };
}

export function getProduct(id: string): Promise<Product> {
  return read(`/v1/products/${encodeURIComponent(id)}`);
}

export function createProduct(
  product: { name: string; description: string; price: number; stock: number },
  key: string,
): Promise<Product> {
  return write({ method: "POST", path: "/v1/products", body: product, key });
}
