// The shop's page at "/", with the services behind it as a test decides them: two users, three products, and orders that are
// decided when the test wants it.

import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createMemoryRouter } from "react-router";
import type { ServiceState } from "../../../gateway/status-report.ts";
import type { WholeOrder } from "../../../src/systems/shop/api/orders.ts";
import type { Product } from "../../../src/systems/shop/api/products.ts";
import { session } from "../../../src/systems/shop/api/session.ts";
import { placedHere } from "../../../src/systems/shop/page/orders/placed-here.ts";
import { SystemApp } from "../../../src/systems/SystemApp.tsx";
import { installFakeBlog, type Reply } from "../../page/fake-blog.ts";
import { FakeEventSource } from "../../page/fake-event-source.ts";
import "../../page/open-page.tsx";

type Request = Parameters<Parameters<typeof installFakeBlog>[0][string]>[0];

const ADA = { id: "u1", name: "Ada", email: "ada@example.com" };
const BOB = { id: "u2", name: "Bob", email: "bob@example.com" };
const address = { shippingAddress: "1 Old Street", pincode: "1", city: "London", country: "UK" };

const product = (id: string, name: string, stock: number, owner = ADA): Product => ({
  ...{ id, name, stock, description: `A ${name.toLowerCase()}`, price: 29.9 },
  ...{ ownerId: owner.id, ownerName: owner.name, ownerAddress: address.shippingAddress },
});

export const refused = (status: number, detail: string, field = ""): Reply => ({
  status,
  body: { status, detail, ...(field && { errors: [{ pointer: `#/${field}`, detail }] }) },
});

/** Installs the services alone, without a page. */
export function installFakeShop() {
  session.set(undefined);
  placedHere.set([]);
  const shop = {
    users: [ADA, BOB].map((user) => ({
      ...{ ...user, ...address, bio: "", phoneNumber: "", version: 1 },
    })),
    products: [
      product("p1", "Teapot", 15, BOB),
      product("p2", "Notebook", 100),
      product("p3", "Clock", 0, BOB),
    ],
    orders: [] as WholeOrder[],
    cache: { hits: 3, misses: 1 } as { hits: number; misses: number } | undefined,
    /** What they answer instead, by "METHOD /path"; "GET /graphql" is what lists. */
    instead: new Map<string, Reply>(),
    /** In seconds. */
    expiresIn: 900,
    /** Off: orders stay PENDING. */
    decides: true,
    requests: [] as { name: string; body: unknown; authorization: string; key: string }[],
    decide,
  };

  const userOf = ({ headers }: Request) => {
    const [, id] = /^Bearer access-(\w+)-/.exec(String(headers.get("authorization") ?? "")) ?? [];
    return shop.users.find((user) => user.id === id);
  };
  const ok = (message: unknown, status = 200): Reply => ({ status, body: { status, message } });
  let issued = 0;
  const tokensOf = (id: string) => {
    issued += 1;
    const { expiresIn } = shop;
    return ok({
      accessToken: `access-${id}-${issued}`,
      refreshToken: `r-${id}-${issued}`,
      expiresIn,
    });
  };

  /** As product-service does: all of it or nothing. */
  function decide(): void {
    shop.orders = shop.orders.map((order) => {
      if (order.status !== "PENDING") return order;
      const [item] = order.items;
      const stock = shop.products.find(({ id }) => id === item?.productId);
      if (!item || !stock || stock.stock < item.quantity)
        return { ...order, status: "CANCELLED", reason: "insufficient stock" };
      shop.products = shop.products.map((each) =>
        each === stock ? { ...each, stock: each.stock - item.quantity } : each,
      );
      return { ...order, status: "PROCESSING" };
    });
  }

  function place(request: Request, id: string, user: { id: string }): Reply {
    const [item] = (request.body as { items: { productId: string; quantity: number }[] }).items;
    if (!item || item.quantity < 1) return refused(400, "must be at least 1", "items/0/quantity");
    const ordered = shop.products.find((each) => each.id === item.productId);
    const { name = "", price = 0 } = ordered ?? {};
    const order: WholeOrder = {
      ...{ id, userId: user.id, items: [{ ...item, name, price }], total: price * item.quantity },
      ...{ status: "PENDING", reason: "", createdAt: new Date().toISOString() },
      ...{ ...address, phoneNumber: "" },
    };
    shop.orders = [order, ...shop.orders];
    if (shop.decides) setTimeout(decide, 5);
    return ok(order, 201);
  }

  function graphql({ params }: Request, user: { id: string } | undefined): Reply {
    const query = params.get("query") ?? "";
    const { id } = JSON.parse(params.get("variables") ?? "{}") as { id?: string };
    const products = shop.products.map(({ ownerId, ownerName, ...each }) => ({
      ...{ ...each, owner: { id: ownerId, name: ownerName } },
    }));
    const orders = shop.orders
      .filter(({ userId }) => userId === user?.id)
      .map(({ items, ...order }) => ({
        ...order,
        items: items.map(({ name, ...item }) => ({ ...item, product: { name } })),
      }));
    const data = {
      ...(query.includes("getProducts") && { products }),
      ...(query.includes("product(") && { product: products.find((each) => each.id === id) }),
      ...(query.includes("orders(") && { orders }),
    };
    return { body: { data, extensions: shop.cache && { cache: shop.cache } } };
  }

  function answer(name: string, request: Request): Reply {
    const { body } = request;
    const given = body as Record<string, string>;
    const user = userOf(request);
    const [, id = ""] = /^\w+ \/v1\/(?:orders|products|users)\/(\w+)$/.exec(name) ?? [];
    switch (name) {
      case "POST /v1/auth/signin": {
        const known = shop.users.find(({ email }) => email === given.email);
        return known ? tokensOf(known.id) : refused(401, "The email or the password is wrong.");
      }
      case "POST /v1/auth/signup":
        shop.users.push({ ...shop.users[0]!, ...given, id: "u3", version: 1 });
        return ok({}, 201);
      case "POST /v1/auth/refresh":
        return tokensOf(given.refreshToken?.split("-")[1] ?? "");
      case "POST /v1/auth/logout":
        return ok("Signed out.");
      case "GET /graphql":
        return graphql(request, user);
      case "POST /graphql":
        return { body: { data: { echo: body } } };
      case "GET /v1/products?limit=50":
        return ok(shop.products);
      case "GET /v1/orders?limit=60":
        return ok(shop.orders.filter(({ userId }) => userId === user?.id));
    }
    if (name.startsWith("GET /v1/products/"))
      return ok(shop.products.find((each) => each.id === id));
    if (name === "POST /v1/products") {
      const created = { ...product(`new${shop.products.length}`, "", 0), ...given } as Product;
      shop.products = [...shop.products, created];
      return ok(created, 201);
    }
    if (!user) return refused(401, "Please send an access token.");
    if (name === "POST /v1/orders") return place(request, `o${shop.orders.length + 1}`, user);
    if (name === "GET /v1/users/me") return ok(user);
    if (name.startsWith("PATCH /v1/users/")) {
      const changed = { ...user, ...given, version: user.version + 1 };
      shop.users = shop.users.map((each) => (each.id === user.id ? changed : each));
      return ok(changed);
    }
    const order = shop.orders.find((each) => each.id === id);
    if (!order) return refused(404, `There is no order ${id}.`);
    const status = name.startsWith("DELETE") ? "CANCELLED" : given?.status;
    if (!name.startsWith("GET"))
      shop.orders = shop.orders.map((each) =>
        each.id === id ? { ...each, status: status as WholeOrder["status"] } : each,
      );
    return ok(shop.orders.find((each) => each.id === id));
  }

  installFakeBlog(
    new Proxy({} as Parameters<typeof installFakeBlog>[0], {
      get: (_target, name: string) => (request: Request) => {
        const { headers, body } = request;
        shop.requests.push({
          ...{ name, body },
          authorization: String(headers.get("authorization") ?? ""),
          key: String(headers.get("idempotency-key") ?? ""),
        });
        return shop.instead.get(name) ?? answer(name, request);
      },
    }),
  );
  return shop;
}

export async function openShop() {
  const shop = installFakeShop();
  const user = userEvent.setup();
  render(<SystemApp name="shop" createRouter={(routes) => createMemoryRouter(routes)} />);
  await screen.findByRole("heading", { level: 1, name: "One shop, five services" });
  await waitFor(() => FakeEventSource.last("/status"));

  return Object.assign(shop, {
    user,

    async signIn(name: "Ada" | "Bob") {
      await user.click(await findButton(`Sign in as ${name}`));
      await screen.findByText("Signed in as");
    },

    async order(name: string, quantity = "1") {
      fill(await screen.findByLabelText(`Quantity of ${name}`), quantity);
      await user.click(screen.getByLabelText(`Order ${name}`));
    },

    /** The gateway's report: these are as named, the others are ready. */
    report(states: Partial<Record<string, ServiceState>> = {}) {
      const names = ["user-service", "product-service", "order-service", "worker-service"];
      const services = [...names, "api-gateway"].map((name, index) => ({
        ...{ name, url: `http://localhost:3000${index}`, state: states[name] ?? "ready" },
      }));
      act(() => FakeEventSource.last("/status").emit("status", { services, bus: null }));
    },
  });
}

/** At once, whatever was in it. */
export const fill = (field: HTMLElement, value: string) =>
  fireEvent.change(field, { target: { value } });

// By their words: to look for roles in a page of this size takes jsdom a long time.
export const button = (label: string, where = within(document.body)) =>
  where.getByText(label, { selector: "button" });
export const findButton = (label: string, where = within(document.body)) =>
  where.findByText(label, { selector: "button" });

/** A part of the page, by its heading. */
export const part = (name: string) => within(sectionOf(screen.getByText(name, { selector: "h2" })));
export const findPart = async (name: string) =>
  within(sectionOf(await screen.findByText(name, { selector: "h2" })));

function sectionOf(heading: HTMLElement): HTMLElement {
  const section = heading.closest("section");
  if (!section) throw new Error(`${heading.textContent} is in no section`);
  return section;
}

/** The row of a product, or an order, by the heading in it. */
export function row(where: string, heading: string): HTMLElement {
  const found = part(where).getByText(heading, { selector: "h3" }).closest("li");
  if (!found) throw new Error(`${heading} is in no list`);
  return found;
}
