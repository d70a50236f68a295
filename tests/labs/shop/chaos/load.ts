// What the clients of the shop do while its processes die: they order, cancel, ship, restock and move house.

import { setTimeout as pause } from "node:timers/promises";
import type { ChaosSystem } from "../../../chaos/processes/chaos-system.ts";
import type { Random } from "../../../chaos/processes/random.ts";
import { type Client, createClient } from "./clients.ts";

const BUYERS = 3;
const PRODUCTS = 4;

export interface Load {
  buyers: Client[];
  seller: Client;
  products: string[];
  /** The orders that were acknowledged, by buyer. */
  placed: Map<string, Set<string>>;
  /** Where each buyer lives now, by buyer. */
  cities: Map<string, string>;
  /** How often each thing was done, by what became of it: "cancel 409". */
  done: Map<string, number>;
  /** What was answered that may not be. */
  violations: string[];
  /** Does nothing new, and waits until all that is in flight has a definite answer. */
  stop(): Promise<void>;
}

export async function startLoad(shop: ChaosSystem, random: Random): Promise<Load> {
  const stopping = new AbortController();
  const seller = await createClient(shop, "Seller");
  const buyers = await Promise.all(
    Array.from({ length: BUYERS }, (_, index) => createClient(shop, `Buyer ${index + 1}`)),
  );
  const placed = new Map(buyers.map(({ id }) => [id, new Set<string>()]));
  const cities = new Map<string, string>();
  const done = new Map<string, number>();
  const violations: string[] = [];
  const products: string[] = [];
  for (let index = 1; index <= PRODUCTS; index += 1) {
    const product = { name: `Product ${index}`, description: "-", price: index + 0.99, stock: 20 };
    const { resource } = await seller.send<{ id: string }>(
      "product-service",
      "POST",
      "/v1/products",
      product,
    );
    products.push(resource.id);
  }

  function note(what: string, status: number, ...allowed: number[]): void {
    done.set(`${what} ${status}`, (done.get(`${what} ${status}`) ?? 0) + 1);
    if (!allowed.includes(status)) violations.push(`${what} was answered with ${status}`);
  }

  async function order(buyer: Client): Promise<void> {
    const items = random
      .shuffle(products)
      .slice(0, random.between(1, 3))
      .map((productId) => ({ productId, quantity: random.between(1, 3) }));
    const { status, resource } = await buyer.send<{ id: string }>(
      "order-service",
      "POST",
      "/v1/orders",
      { items },
    );
    note("order", status, 201);
    const own = placed.get(buyer.id)!;
    if (own.has(resource.id)) violations.push(`two orders were answered with id ${resource.id}`);
    own.add(resource.id);
  }

  async function cancel(buyer: Client): Promise<void> {
    const id = lastOrder(buyer);
    if (!id) return;
    const { status } = await buyer.send("order-service", "DELETE", `/v1/orders/${id}`);
    note("cancel", status, 200, 409);
  }

  async function ship(buyer: Client): Promise<void> {
    const id = lastOrder(buyer);
    if (!id) return;
    const { status } = await seller.send("order-service", "PATCH", `/v1/orders/${id}`, {
      status: "SHIPPED",
    });
    note("ship", status, 200, 409);
  }

  async function moveHouse(buyer: Client): Promise<void> {
    const city = `City ${random.between(1, 1_000_000)}`;
    const { status } = await buyer.send("user-service", "PATCH", `/v1/users/${buyer.id}`, { city });
    note("move house", status, 200);
    cities.set(buyer.id, city);
  }

  function lastOrder(buyer: Client): string | undefined {
    return [...placed.get(buyer.id)!].at(-random.between(1, 5));
  }

  async function restock(): Promise<void> {
    const path = `/v1/products/${random.choose(products)}`;
    const { resource, etag } = await seller.send<{ stock: number }>("product-service", "GET", path);
    if (resource.stock > 15) return;
    const stock = resource.stock + random.between(1, 20);
    const { status } = await seller.send(
      "product-service",
      "PATCH",
      path,
      { stock },
      {
        "if-match": etag ?? "",
      },
    );
    note("restock", status, 200, 412);
  }

  async function buy(buyer: Client): Promise<void> {
    while (!stopping.signal.aborted) {
      const chance = random.next();
      if (chance < 0.6) await order(buyer);
      else if (chance < 0.8) await cancel(buyer);
      else if (chance < 0.95) await ship(buyer);
      else await moveHouse(buyer);
      await pause(random.between(20, 120));
    }
  }

  async function restockAll(): Promise<void> {
    while (!stopping.signal.aborted) {
      await restock();
      await pause(random.between(100, 400));
    }
  }

  const running = [...buyers.map(buy), restockAll()];

  return {
    ...{ buyers, seller, products, placed, cities, done, violations },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
