// What is done with products, the same over REST and gRPC: each change and its event in one transaction. The stock that orders
// reserve is taken in reservations.ts; here an owner sets it.

import { newId } from "@blog/common/base/ids";
import { Problem } from "@blog/common/base/problem";
import type { Database, Transaction } from "@blog/common/database/database";
import { createIdempotency } from "@blog/common/http/idempotency";
import type { Outbox } from "@blog/common/messaging/outbox";
import { type Caller, unauthenticated, type VerifyToken } from "@labs/common/bearer";
import { mustMatch } from "@labs/common/entity-tag";
import type { Call } from "@labs/common/grpc/server";
import type { ShopContracts } from "@shop/contracts/events";
import { toCents, toPrice } from "@shop/contracts/money";
import type { NewProduct, Product } from "@shop/contracts/product";
import type { z } from "zod";
import type { AskOwner, Owner, OwnerStore } from "./owners.ts";
import type { ProductStore, StoredProduct } from "./product-store.ts";
import type { ProductChanges } from "./requests.ts";

interface Dependencies {
  db: Database;
  store: ProductStore;
  owners: OwnerStore;
  outbox: Outbox<ShopContracts>;
  verify: VerifyToken;
  askOwner: AskOwner;
  /** Products can be created without a token. They have no owner, and every caller may change them. */
  isOpen: boolean;
}

/** For whom something is done, and under which conditions. */
interface Request {
  authorization?: string | undefined;
  idempotencyKey?: string | undefined;
  ifMatch?: string | undefined;
  /** The call that is being answered, if it is one. */
  call?: Call;
}

export interface Products {
  create(product: z.output<typeof NewProduct>, request: Request): Promise<Product>;
  /** Changes what is named. */
  change(id: string, changes: ProductChanges, request: Request): Promise<Product>;
  remove(id: string, request: Request): Promise<Product>;
  /** Gives all products of an owner another name and address. Resolves with how many there are. */
  rename(owner: Owner): Promise<number>;
  /** Deletes the products of a user who is gone. */
  withdraw(tx: Transaction, owner: { id: string; version: number }): Promise<void>;
}

const NO_OWNER: Owner = { id: "", name: "", address: "", version: 0 };

export function createProducts(dependencies: Dependencies): Products {
  const { db, store, owners, outbox, verify, askOwner, isOpen } = dependencies;
  const { once } = createIdempotency(db);

  async function callerOf(authorization: string | undefined): Promise<Caller | undefined> {
    return isOpen && authorization === undefined ? undefined : verify(authorization);
  }

  // Throws the Problem that names the reason where the caller may not change it.
  async function mustFindOwn(tx: Transaction, id: string, caller: Caller | undefined) {
    const product = await store.find(id, tx);
    if (!product) throw new Problem(404, `There is no product ${id}.`);
    if (product.ownerId === "" && isOpen) return product;
    if (!caller) throw unauthenticated("This product has an owner, and needs an access token.");
    if (product.ownerId !== caller.id) throw new Problem(403, "This product is another user's.");
    return product;
  }

  async function save(tx: Transaction, product: StoredProduct): Promise<StoredProduct> {
    const next = { ...product, version: product.version + 1 };
    await store.change(tx, next);
    // One cause may change many products: each event's id derives from its product as well.
    await outbox.add(tx, "ProductUpdated", next, { about: next.id });
    return next;
  }

  async function removeOne(tx: Transaction, { id, version }: StoredProduct): Promise<void> {
    const deleted = { id, version: version + 1 };
    await store.remove(tx, deleted);
    await outbox.add(tx, "ProductDeleted", deleted, { about: id });
  }

  return {
    async create({ price, ...named }, { authorization, idempotencyKey, call }) {
      const caller = await callerOf(authorization);
      const asked = caller ? await askOwner(caller.id, authorization ?? "", call) : NO_OWNER;
      // A key is its caller's: another one who makes up the same gets a product of their own.
      const key = idempotencyKey && `${asked.id} ${idempotencyKey}`;
      const created = await once(key, { create: { price, ...named } }, async (tx) => {
        const owner = caller ? await owners.latest(tx, asked) : NO_OWNER;
        if (!owner) throw unauthenticated("The user of this access token is gone.");
        const product: StoredProduct = {
          ...{ id: newId(), ...named, priceCents: toCents(price) },
          ...{ ownerId: owner.id, ownerName: owner.name, ownerAddress: owner.address },
          ...{ createdAt: new Date().toISOString(), version: 1 },
        };
        await store.add(tx, product);
        await outbox.add(tx, "ProductCreated", product);
        return product;
      });
      return toProduct(created);
    },

    async change(id, { price, ...named }, { authorization, ifMatch }) {
      const caller = await callerOf(authorization);
      const changed = await db.transaction(async (tx) => {
        const product = await mustFindOwn(tx, id, caller);
        mustMatch(ifMatch, product);
        // Read in this transaction: so the stock that is not named is the one that reservations have left.
        const priceCents = price === undefined ? product.priceCents : toCents(price);
        return save(tx, { ...product, ...named, priceCents });
      });
      return toProduct(changed);
    },

    async remove(id, { authorization, ifMatch }) {
      const caller = await callerOf(authorization);
      const removed = await db.transaction(async (tx) => {
        const product = await mustFindOwn(tx, id, caller);
        mustMatch(ifMatch, product);
        await removeOne(tx, product);
        return product;
      });
      return toProduct(removed);
    },

    rename: (owner) =>
      db.transaction(async (tx) => {
        if (!(await owners.put(tx, owner))) return 0;
        const theirs = await store.ofOwner(owner.id, tx);
        const { name: ownerName, address: ownerAddress } = owner;
        for (const product of theirs) await save(tx, { ...product, ownerName, ownerAddress });
        return theirs.length;
      }),

    async withdraw(tx, owner) {
      await owners.remove(tx, owner);
      for (const product of await store.ofOwner(owner.id, tx)) await removeOne(tx, product);
    },
  };
}

/** As callers see it. */
export function toProduct({ priceCents, ...product }: StoredProduct): Product {
  const { id, name, description, stock, ownerId, ownerName, ownerAddress, createdAt, version } =
    product;
  const price = toPrice(priceCents);
  return {
    ...{ id, name, description, price, stock },
    ...{ ownerId, ownerName, ownerAddress, createdAt, version },
  };
}
