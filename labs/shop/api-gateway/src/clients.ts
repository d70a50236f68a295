// The services behind the gateway, and what they are asked: over gRPC what comes in batches and what a contract describes, over
// REST what they offer in no other way. All that fails there is a Problem here.

import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { withProblems } from "@labs/common/grpc/problems";
import { Order, orderService } from "@shop/contracts/order";
import { Product, productService } from "@shop/contracts/product";
import { Caller, userService } from "@shop/contracts/user";
import { z } from "zod";
import { createRestClient, type RestOptions } from "./rest-client.ts";

export const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string() });
export type Tokens = z.output<typeof Tokens>;

export const ListedUser = Caller.extend({ email: z.string() });
export type ListedUser = z.output<typeof ListedUser>;

/** Which part of a list: `after` is the id of the last one before it, "" for the start. */
export interface ListPage {
  first: number;
  after: string;
}

type GrpcCalls<Of extends Parameters<typeof connectGrpc>[0]> = Omit<GrpcClient<Of>, "close">;

/** What REST offers alone. Each answers with the resource. */
interface RestCalls {
  register(input: object, options: RestOptions): Promise<ListedUser>;
  login(input: object, options: RestOptions): Promise<Tokens>;
  refresh(refreshToken: string, options: RestOptions): Promise<Tokens>;
  users(page: ListPage, options: RestOptions): Promise<ListedUser[]>;
  updateProfile(id: string, changes: object, options: RestOptions): Promise<ListedUser>;
  updateProduct(id: string, changes: object, options: RestOptions): Promise<Product>;
  deleteProduct(id: string, options: RestOptions): Promise<Product>;
  cancelOrder(id: string, options: RestOptions): Promise<Order>;
}

export interface ShopClients {
  users: GrpcCalls<typeof userService>;
  products: GrpcCalls<typeof productService>;
  orders: GrpcCalls<typeof orderService>;
  rest: RestCalls;
  close(): Promise<void>;
}

interface Addresses {
  /** host:port of gRPC. */
  grpc: { users: string; products: string; orders: string };
  /** Base URLs of REST. */
  rest: { users: string; products: string; orders: string };
}

/** Does not wait until the services are there. */
export function connectClients(
  { grpc, rest }: Addresses,
  options: Parameters<typeof connectGrpc>[2] = {},
): ShopClients {
  const users = connectGrpc(userService, grpc.users, options);
  const products = connectGrpc(productService, grpc.products, options);
  const orders = connectGrpc(orderService, grpc.orders, options);
  const userRoutes = createRestClient("user-service", rest.users);
  const productRoutes = createRestClient("product-service", rest.products);
  const orderRoutes = createRestClient("order-service", rest.orders);

  return {
    users: withProblems(users, "user-service"),
    products: withProblems(products, "product-service"),
    orders: withProblems(orders, "order-service"),
    rest: {
      register: (body, sent) =>
        userRoutes.ask(ListedUser, { ...sent, method: "POST", path: AUTH("register"), body }),
      login: (body, sent) =>
        userRoutes.ask(Tokens, { ...sent, method: "POST", path: AUTH("login"), body }),
      refresh: (refreshToken, sent) =>
        userRoutes.ask(Tokens, {
          ...{ ...sent, method: "POST", path: AUTH("refresh"), body: { refreshToken } },
        }),
      users: ({ first, after }, sent) =>
        userRoutes.ask(z.array(ListedUser), {
          ...{ ...sent, method: "GET", path: ["v1", "users"] },
          query: { limit: String(first), ...(after && { after }) },
        }),
      updateProfile: (id, body, sent) =>
        userRoutes.ask(ListedUser, { ...sent, method: "PATCH", path: ["v1", "users", id], body }),
      updateProduct: (id, body, sent) =>
        productRoutes.ask(Product, {
          ...sent,
          method: "PATCH",
          path: ["v1", "products", id],
          body,
        }),
      deleteProduct: (id, sent) =>
        productRoutes.ask(Product, { ...sent, method: "DELETE", path: ["v1", "products", id] }),
      cancelOrder: (id, sent) =>
        orderRoutes.ask(Order, { ...sent, method: "DELETE", path: ["v1", "orders", id] }),
    },
    async close() {
      for (const client of [users, products, orders]) client.close();
      for (const routes of [userRoutes, productRoutes, orderRoutes]) await routes.close();
    },
  };
}

const AUTH = (name: string) => ["v1", "auth", name];
