// Product-service and order-service in one process, under virtual time: the real createApp of both over real SQLite. The bus between
// them is the test's own, and worse than any real one: it delivers in any order, again, and without ids, as a bus of the course
// does. A process dies at the failpoints of the house, and goes on from what its disk has.

import { onFailpoint } from "@blog/common/base/failpoint";
import { createSqliteDatabase } from "@blog/common/engines/sqlite/database-sqlite";
import type { Database } from "@blog/common/database/database";
import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, type Outbox, outboxTable } from "@blog/common/messaging/outbox";
import type { OutgoingEvent } from "@blog/common/wire/cloud-events";
import type { Inbox } from "@blog/common/wire/delivery";
import { createApp as createOrders } from "../../../labs/shop/order-service/src/app.ts";
import { addressesTable, NO_ADDRESS } from "../../../labs/shop/order-service/src/address.ts";
import {
  createOrderStore,
  ordersTables,
} from "../../../labs/shop/order-service/src/order-store.ts";
import { createApp as createProducts } from "../../../labs/shop/product-service/src/app.ts";
import { ownersTable } from "../../../labs/shop/product-service/src/owners.ts";
import {
  createProductStore,
  type ProductStore,
  productsTable,
} from "../../../labs/shop/product-service/src/product-store.ts";
import {
  reservationsTable,
  reservationStore,
} from "../../../labs/shop/product-service/src/reservation-store.ts";
import {
  createReservations,
  type Reservations,
} from "../../../labs/shop/product-service/src/reservations.ts";
import { createDisks } from "../../chaos/in-process/disks.ts";
import { createHistory } from "../../chaos/in-process/history.ts";
import { createVirtualTime, type Life } from "../../chaos/in-process/virtual-time.ts";

/** What a mistake is made of: parts that take the place of the real ones. */
export interface Rules {
  reservations?(parts: {
    products: ProductStore;
    reservations: typeof reservationStore;
    outbox: Outbox;
  }): Reservations;
  /** Of product-service. */
  inbox?(inbox: Inbox, db: Database): Inbox;
}

export const SERVICES = ["product-service", "order-service"] as const;
export type ServiceName = (typeof SERVICES)[number];
export const SELLER = "seller";

interface Process<App> {
  life: Life;
  db: Database;
  outbox: Outbox;
  inbox: Inbox;
  app: App;
}

export interface Saga {
  products: Process<ReturnType<typeof createProducts>>;
  orders: Process<ReturnType<typeof createOrders>>;
  /** All that was ever published, each id once. */
  log: OutgoingEvent[];
  /** Positions in the log that a service has not acknowledged. */
  pending: Record<ServiceName, Set<number>>;
  /** The ids of products, in the order of the plan. */
  productIds: string[];
  /** Orders whose buyers have been answered. */
  placed: { id: string; buyer: string }[];
  /** Starts this in the life of that process. It may never end, when that life does. */
  begin(service: ServiceName, work: () => Promise<unknown>): void;
  /** Lets everything happen that has begun, and starts again what has died meanwhile. */
  rest(): Promise<void>;
  /** The process dies when it passes there so often. */
  killAt(service: ServiceName, failpoint: string, nth: number): void;
  publish(service: ServiceName): void;
  /** Another service publishes this. */
  append(event: OutgoingEvent): void;
  deliver(service: ServiceName, positions: number[], how?: { withIds: boolean }): void;
  /** No accident happens any more, and everything is published and delivered. */
  heal(): Promise<void>;
  close(): void;
}

const COMMON = [idempotencyTable, inboxTable, outboxTable];
const TABLES: Record<ServiceName, string[]> = {
  "product-service": [productsTable, reservationsTable, ownersTable, ...COMMON],
  "order-service": [ordersTables, addressesTable, ...COMMON],
};

/** Its products have this stock. */
export async function startSaga(stocks: number[], rules: Rules = {}): Promise<Saga> {
  const time = createVirtualTime(1);
  const history = createHistory(time.now);
  const disks = createDisks(history);
  const log: OutgoingEvent[] = [];
  const known = new Set<string>();
  const armed = new Map<string, number>();
  const pending = { "product-service": new Set<number>(), "order-service": new Set<number>() };
  const productIds = stocks.map((_, index) => `product-${index}`);
  const placed: Saga["placed"] = [];
  const verify = async (authorization = "") => ({ id: authorization, name: authorization });
  const owner = async (id: string) => ({ id, name: "Ada", address: "1 Main St", version: 1 });
  // As a cache of prices that never forgets: also what is deleted can be ordered.
  const catalogue = productIds.map((id) => ({
    ...{ id, name: id, description: "", price: 1, stock: 0, ownerId: SELLER },
    ...{ ownerName: "", ownerAddress: "", createdAt: "", version: 1 },
  }));

  const endFailpoints = onFailpoint((failpoint) => {
    const life = time.current();
    const key = `${life?.name} ${failpoint}`;
    const left = armed.get(key);
    if (!life || left === undefined) return;
    armed.set(key, left - 1);
    if (left > 1) return;
    armed.delete(key);
    life.isOver = true;
    throw new Error(`died at ${failpoint}`);
  });

  async function open(name: ServiceName) {
    const life = time.begin(name);
    const opening = createSqliteDatabase(disks.open(name, life), TABLES[name], life.platform.clock);
    await time.run(0);
    const db = await opening;
    return { life, db, outbox: createOutbox(db, name, { platform: life.platform }) };
  }

  async function openProducts(): Promise<Saga["products"]> {
    const { life, db, outbox } = await open("product-service");
    const store = createProductStore(db);
    const parts = { products: store, reservations: reservationStore, outbox };
    const app = createProducts({
      ...{ db, store, outbox, verify, askOwner: owner },
      reservations: (rules.reservations ?? createReservations)(parts),
    });
    const { inbox } = app.service;
    return { life, db, outbox, app, inbox: rules.inbox?.(inbox, db) ?? inbox };
  }

  async function openOrders(): Promise<Saga["orders"]> {
    const { life, db, outbox } = await open("order-service");
    const askAddress = async () => ({ ...NO_ADDRESS, addressVersion: 1 });
    const prices = {
      find: async (ids: string[]) => catalogue.filter(({ id }) => ids.includes(id)),
    };
    const store = createOrderStore(db);
    const app = createOrders({ db, store, outbox, verify, askAddress, prices });
    return { life, db, outbox, app, inbox: app.service.inbox };
  }

  const processOf = (name: ServiceName) =>
    name === "product-service" ? saga.products : saga.orders;

  const saga: Saga = {
    products: await openProducts(),
    orders: await openOrders(),
    ...{ log, pending, productIds, placed },

    begin(service, work) {
      const { life } = processOf(service);
      // A caller would see that it has failed; there is none.
      time.schedule(0, () => void work().catch(() => undefined), life);
    },

    async rest() {
      await time.run(0);
      const dead = SERVICES.filter((name) => processOf(name).life.isOver);
      if (dead.length === 0) return;
      // Its next life begins in peace.
      armed.clear();
      for (const name of dead) disks.abandon(name);
      if (saga.products.life.isOver) saga.products = await openProducts();
      if (saga.orders.life.isOver) saga.orders = await openOrders();
    },

    killAt: (service, failpoint, nth) => void armed.set(`${service} ${failpoint}`, nth),

    publish(service) {
      const { outbox } = processOf(service);
      saga.begin(service, async () => {
        const events = await outbox.waiting(100);
        events.forEach(append);
        if (events.length > 0) await outbox.remove(events);
      });
    },

    deliver(service, positions, { withIds } = { withIds: true }) {
      const { inbox } = processOf(service);
      const events = positions.map((position) => {
        const { id, ...event } = log[position]!;
        return withIds ? { id, ...event } : event;
      });
      if (events.length === 0) return;
      saga.begin(service, async () => {
        await inbox.receive({ log: "log-1", redelivery: true, events });
        for (const position of positions) pending[service].delete(position);
      });
    },

    append,

    async heal() {
      armed.clear();
      await saga.rest();
      const progress = () => `${log.length} ${SERVICES.map((name) => pending[name].size)}`;
      for (let before = ""; before !== progress(); ) {
        before = progress();
        for (const service of SERVICES) saga.publish(service);
        await saga.rest();
        for (const service of SERVICES)
          for (const position of pending[service]) saga.deliver(service, [position]);
        await saga.rest();
      }
    },

    close() {
      endFailpoints();
      disks.close();
    },
  };

  function append(event: OutgoingEvent): void {
    if (known.has(event.id)) return;
    known.add(event.id);
    const position = log.push(event) - 1;
    for (const service of SERVICES) pending[service].add(position);
  }

  for (const [index, stock] of stocks.entries()) {
    const product = { id: productIds[index]!, name: "Lamp", description: "", priceCents: 100 };
    const whose = { ownerId: SELLER, ownerName: "Ada", ownerAddress: "", createdAt: "" };
    saga.begin("product-service", () =>
      saga.products.db.transaction(async (tx) => {
        const created = { ...product, ...whose, stock, version: 1 };
        await createProductStore(saga.products.db).add(tx, created);
        await saga.products.outbox.add(tx, "ProductCreated", created);
      }),
    );
  }
  await saga.rest();
  return saga;
}
