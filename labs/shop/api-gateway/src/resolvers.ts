// What each field is. A field without a resolver is the property of its name; one that is protected needs a token, and asks for
// nothing before it is known to be good.

import type { GraphQLResolveInfo } from "graphql";
import { parse, Problem } from "@blog/common/base/problem";
import type { Order } from "@shop/contracts/order";
import type { Product } from "@shop/contracts/product";
import { z } from "zod";
import type { ListPage } from "./clients.ts";
import type { RequestContext } from "./context.ts";
import { mutations } from "./mutations.ts";

/** `source` is what the field is of; `args` has passed the types of the schema. */
type Resolver<Source = unknown, Args = unknown> = (
  source: Source,
  args: Args,
  context: RequestContext,
  info: GraphQLResolveInfo,
) => unknown;

/** By the name of the type and that of the field. */
export type Resolvers = Record<string, Record<string, Resolver<never, never>>>;

interface WithId {
  id: string;
}

/** A user as any of the services describes one: with an email where it may be seen. */
interface UserSource extends WithId {
  email?: string;
}

const MAX_FIRST = 100;
const FIRST = `must be a whole number from 1 to ${MAX_FIRST}`;
const PageArguments = z.object({
  first: z.int(FIRST).min(1, FIRST).max(MAX_FIRST, FIRST).nullish(),
  after: z.string().max(255, "must be the id of one of them").nullish(),
});

const query = {
  products(_source: unknown, args: unknown, { clients, lists, reading }: RequestContext) {
    const page = pageOf(args);
    return lists.products(page, async () => {
      const { deadlineMs } = reading();
      const request = { limit: page.first, after: page.after };
      return (await clients.products.ListProducts(request, { deadlineMs })).products;
    });
  },

  product: (_source: unknown, { id }: WithId, { loaders }: RequestContext) =>
    loaders().productById.load(id),

  async users(_source: unknown, args: unknown, context: RequestContext) {
    const { clients, lists, reading } = context;
    await context.caller();
    const page = pageOf(args);
    return lists.users(page, () => clients.rest.users(page, reading()));
  },

  async user(_source: unknown, { id }: WithId, { caller, loaders }: RequestContext) {
    await caller();
    return loaders().userById.load(id);
  },

  me: (_source: unknown, _args: unknown, { ownUser }: RequestContext) =>
    ownUser().catch(unlessNotFound),

  async orders(_source: unknown, args: unknown, { caller, loaders }: RequestContext) {
    const { id: userId } = await caller();
    return loaders().ordersOfUser.load({ userId, ...pageOf(args) });
  },

  async order(_source: unknown, { id }: WithId, { caller, loaders }: RequestContext) {
    await caller();
    return loaders().orderById.load(id);
  },
};

const user = {
  async email({ id, email }: UserSource, _args: unknown, context: RequestContext) {
    if (email !== undefined) return email;
    return (await context.isCaller(id)) ? (await context.ownUser()).email : "";
  },

  async orders({ id: userId }: WithId, args: unknown, { caller, loaders }: RequestContext) {
    if ((await caller()).id !== userId) throw new Problem(403, "These are another user's orders.");
    return loaders().ordersOfUser.load({ userId, ...pageOf(args) });
  },
};

const product = {
  owner: ({ ownerId }: Product, _args: unknown, { loaders }: RequestContext) =>
    ownerId === "" ? null : loaders().userById.load(ownerId),
};

const order = {
  user: ({ userId }: Order, _args: unknown, { loaders }: RequestContext) =>
    loaders().userById.load(userId),

  reason: ({ reason }: Order) => reason || null,
};

const orderItem = {
  product: ({ productId }: { productId: string }, _args: unknown, { loaders }: RequestContext) =>
    loaders().productById.load(productId),
};

export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutations,
  User: user,
  Product: product,
  Order: order,
  OrderItem: orderItem,
};

function pageOf(args: unknown): ListPage {
  const { first, after } = parse(PageArguments, args);
  return { first: first ?? 50, after: after ?? "" };
}

function unlessNotFound(error: unknown): null {
  if (error instanceof Problem && error.status === 404) return null;
  throw error;
}
