// The shop for a measurement: real processes on free ports, one user who is signed in, and goods that do not run out.

import { Pool } from "undici";
import { startServices, type Services } from "../../../bench/our-services.ts";
import type { OnStop } from "../../../bench/workload.ts";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { system } from "../system.ts";

export const PRODUCTS = 20;
const STOCK = 1_000_000;

export interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- each route has its own, and a wrong one fails the measurement
  body: any;
}

export interface RunningShop {
  services: Services;
  productIds: string[];
  headers: Record<string, string>;
  /** Rejects unless the answer has this status. */
  order(pool: Pool, productId: string): Promise<string>;
  pool(service: string, connections: number): Pool;
}

export async function startShop(
  folder: string,
  onStop: OnStop,
  env: Record<string, string> = {},
): Promise<RunningShop> {
  const [users, products, orders] = await findFreePorts(3);
  const services = await startServices({
    ...{ system, dataFolder: folder, onStop },
    env: {
      USER_GRPC: `localhost:${users}`,
      PRODUCT_GRPC: `localhost:${products}`,
      ORDER_GRPC: `localhost:${orders}`,
      ...env,
    },
  });

  function pool(service: string, connections: number): Pool {
    const opened = new Pool(services.url(service), { connections });
    onStop(() => opened.close());
    return opened;
  }

  const user = { name: "Ada", email: "ada@example.com", password: "a long password" };
  const address = { shippingAddress: "1 Main St", city: "London", pincode: "1", country: "UK" };
  const userPool = pool("user-service", 1);
  await send(userPool, "/v1/auth/register", { ...user, ...address }, 201);
  const signedIn = await send(userPool, "/v1/auth/login", user, 200);
  const headers = { authorization: `Bearer ${signedIn.accessToken}` };

  const productPool = pool("product-service", 1);
  const productIds: string[] = [];
  for (let number = 1; number <= PRODUCTS; number += 1) {
    const product = { name: `Product ${number}`, description: "-", price: 9.99, stock: STOCK };
    const { id } = await send(productPool, "/v1/products", product, 201, headers);
    productIds.push(id);
  }

  return {
    ...{ services, productIds, headers, pool },
    async order(orderPool, productId) {
      const items = [{ productId, quantity: 1 }];
      return (await send(orderPool, "/v1/orders", { items }, 201, headers)).id;
    },
  };
}

/** Resolves with the resource. */
async function send(
  pool: Pool,
  path: string,
  content: object,
  expected: number,
  headers: Record<string, string> = {},
) {
  const { statusCode, body } = await pool.request({
    ...{ method: "POST", path, body: JSON.stringify(content) },
    headers: { "content-type": "application/json", ...headers },
  });
  const text = await body.text();
  if (statusCode !== expected)
    throw new Error(`POST ${path} was answered with ${statusCode}: ${text.slice(0, 300)}`);
  return (JSON.parse(text) as Answer["body"]).message;
}
