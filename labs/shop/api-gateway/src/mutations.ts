// What a client can change. Each is passed on to the service that owns it, whose events invalidate the cached lists of all
// gateways a moment later. Here they are invalidated at once, so that a client finds its own write in its next request; also
// when the write has failed, because a service that did not answer may have done it.

import type { GraphQLResolveInfo } from "graphql";
import { parse } from "@blog/common/base/problem";
import { NewOrder } from "@shop/contracts/order";
import { NewProduct } from "@shop/contracts/product";
import type { InvalidateLists } from "./cached-lists.ts";
import type { RequestContext } from "./context.ts";

interface Input {
  input: object;
}

interface WithId {
  id: string;
}

type Source = unknown;
type Info = GraphQLResolveInfo;

export const mutations = {
  registerUser: (_source: Source, { input }: Input, context: RequestContext, info: Info) =>
    changing(context, [(lists) => lists.users()], () =>
      context.clients.rest.register(input, withoutToken(context, info)),
    ),

  // Neither needs an access token: one is how a client gets one, the other is for when it has expired.
  loginUser: (_source: Source, { input }: Input, context: RequestContext, info: Info) =>
    context.clients.rest.login(input, withoutToken(context, info)),

  refreshToken(
    _source: Source,
    { refreshToken }: { refreshToken: string },
    context: RequestContext,
    info: Info,
  ) {
    return context.clients.rest.refresh(refreshToken, withoutToken(context, info));
  },

  async updateProfile(_source: Source, { input }: Input, context: RequestContext, info: Info) {
    const { id } = await context.caller();
    return changing(context, [(lists) => lists.users(), (lists) => lists.ordersOf(id)], () =>
      context.clients.rest.updateProfile(id, input, context.writing(info)),
    );
  },

  async createProduct(_source: Source, { input }: Input, context: RequestContext, info: Info) {
    if (!context.openProducts) await context.caller();
    const product = parse(NewProduct, input);
    return changing(context, [(lists) => lists.products()], () =>
      context.clients.products.CreateProduct(product, context.writing(info)),
    );
  },

  async updateProduct(
    _source: Source,
    { id, input }: Input & WithId,
    context: RequestContext,
    info: Info,
  ) {
    await context.caller();
    return changing(context, [(lists) => lists.products()], () =>
      context.clients.rest.updateProduct(id, input, context.writing(info)),
    );
  },

  async deleteProduct(_source: Source, { id }: WithId, context: RequestContext, info: Info) {
    await context.caller();
    return changing(context, [(lists) => lists.products()], () =>
      context.clients.rest.deleteProduct(id, context.writing(info)),
    );
  },

  async placeOrder(_source: Source, { input }: Input, context: RequestContext, info: Info) {
    const { id } = await context.caller();
    const order = parse(NewOrder, input);
    return changing(context, [(lists) => lists.ordersOf(id)], () =>
      context.clients.orders.PlaceOrder(order, context.writing(info)),
    );
  },

  async cancelOrder(_source: Source, { id: orderId }: WithId, context: RequestContext, info: Info) {
    const { id } = await context.caller();
    return changing(context, [(lists) => lists.ordersOf(id)], () =>
      context.clients.rest.cancelOrder(orderId, context.writing(info)),
    );
  },
};

/** Does `write`, and lets no read that begins afterwards have what was loaded before. */
async function changing<Result>(
  context: RequestContext,
  invalidations: ((lists: InvalidateLists) => Promise<boolean>)[],
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } finally {
    context.forgetLoaded();
    await Promise.all(invalidations.map((invalidate) => invalidate(context.lists.invalidate)));
  }
}

function withoutToken(context: RequestContext, info: Info) {
  return { ...context.writing(info), authorization: undefined };
}
