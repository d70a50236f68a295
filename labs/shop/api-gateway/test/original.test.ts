// What the published shop's clients send, by the names of their operations, and the schema that they know.

import { readFileSync } from "node:fs";
import { buildSchema, findBreakingChanges, isInputObjectType, isObjectType } from "graphql";
import { describe, expect, it } from "vitest";
import { schema as ours } from "../src/schema.ts";
import { createShop } from "./shop-scene.ts";

const address = { city: "Berlin", pincode: "10115" };

describe("Each operation of the original's collection", () => {
  it.each<[name: string, query: string, data: object, calls: string[]]>([
    [
      "Orders",
      "query Orders { orders { id userId items { price quantity productId } } }",
      { orders: [{ id: "2", userId: "ada", items: [{ price: 29.99 }, {}] }, { id: "1" }] },
      ["ValidateUserToken", "GetOrders"],
    ],
    [
      "Order",
      'query Order { order(id: "1") { id userId items { price quantity productId } } }',
      { order: { id: "1", userId: "ada", items: [{ quantity: 2, productId: "mug" }, {}] } },
      ["ValidateUserToken", "GetOrders"],
    ],
    [
      "RegisterUser",
      'mutation RegisterUser { registerUser(input: { name: "John Doe", email: "john@example.com", password: "securepassword" }) { id name email } }',
      { registerUser: { id: "eve", name: "John Doe", email: "john@example.com" } },
      ["POST /v1/auth/register"],
    ],
    [
      "LoginUser",
      'mutation LoginUser { loginUser(input: { email: "john@example.com", password: "securepassword" }) { accessToken refreshToken } }',
      { loginUser: { accessToken: "a", refreshToken: "r" } },
      ["POST /v1/auth/login"],
    ],
    [
      "PlaceOrder",
      'mutation PlaceOrder { placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 2 }] }) { id items { price quantity } } }',
      { placeOrder: { id: "3", items: [{ price: 29.99, quantity: 2 }, {}] } },
      ["ValidateUserToken", "PlaceOrder"],
    ],
    [
      "GetUsers",
      "query GetUsers { users { email id name } }",
      { users: [{ id: "ada", email: "a•••@example.com" }, { email: "b•••@example.com" }] },
      ["ValidateUserToken", "GET /v1/users?limit=50"],
    ],
    [
      "GetUsers of one",
      'query GetUsers { user(id: "bob") { email id name } }',
      { user: { id: "bob", name: "Bob", email: "" } },
      ["ValidateUserToken", "GetUsers"],
    ],
    [
      "getProducts",
      "query getProducts { products { id stock price name description } }",
      { products: [{ id: "mug", stock: 10, price: 29.99 }, { id: "lamp" }] },
      ["ListProducts"],
    ],
    [
      "getProducts of one",
      'query getProducts { product(id: "mug") { id stock price name description } }',
      { product: { id: "mug", description: "For tea." } },
      ["GetProducts"],
    ],
    [
      "CreateProduct",
      'mutation CreateProduct { createProduct(input: { name: "Sample Product", price: 29.99, stock: 50, description: "A sample." }) { id name price stock description } }',
      { createProduct: { id: "new", name: "Sample Product", price: 29.99, stock: 50 } },
      ["ValidateUserToken", "CreateProduct"],
    ],
  ])("is answered: %s", async (_name, query, data, expected) => {
    const { ask, calls } = await createShop();

    const { body, status } = await ask(query);

    expect([status, body]).toMatchObject([200, { data }]);
    expect(body).not.toHaveProperty("errors");
    expect(calls).toEqual(expected);
  });

  it("has what its own gateway could not answer: all of an order that was placed", async () => {
    const { ask } = await createShop();
    const input = { userId: "ada", items: [{ productId: "mug", quantity: 2 }] };

    const { body } = await ask(
      "mutation PlaceOrder($input: OrderInput!) { placeOrder(input: $input) { total status city pincode } }",
      { variables: { input } },
    );

    expect(body.data.placeOrder).toEqual({ total: 60.48, status: "PENDING", ...address });
  });
});

describe("The schema", () => {
  const original = buildSchema(
    readFileSync(new URL("./original/schema.graphql", import.meta.url), "utf8"),
  );

  it("breaks no client of the original's", () => {
    expect(findBreakingChanges(original, ours)).toEqual([]);
  });

  it("has each type, field and argument of the original's, letter by letter", () => {
    expect(fieldsOf(ours)).toEqual(expect.arrayContaining(fieldsOf(original)));
    expect(fieldsOf(original)).toHaveLength(47);
  });

  it("has nothing besides that could not be left out", () => {
    const known = new Set(fieldsOf(original));
    const others = fieldsOf(ours).filter((field) => !known.has(field));
    // Of a type that the original has, or of an input that it does not.
    const required = others.filter((field) => field.endsWith("!"));

    expect(others).toHaveLength(31);
    expect(required).toEqual([]);
  });

  /** As in `Query.user(id: ID!): User`, and each argument that may be left out by itself. */
  function fieldsOf(schema: ReturnType<typeof buildSchema>): string[] {
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
    return types.flatMap((type) => {
      if (isInputObjectType(type))
        return Object.values(type.getFields()).map(
          (field) => `${type.name}.${field.name}: ${field.type}`,
        );
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields()).flatMap(({ name, args, type: of }) => {
        const [optional, required] = [
          args.filter(isOptional),
          args.filter((arg) => !isOptional(arg)),
        ];
        const list = required.map((arg) => `${arg.name}: ${arg.type}`).join(", ");
        return [
          `${type.name}.${name}${list && `(${list})`}: ${of}`,
          ...optional.map((arg) => `${type.name}.${name}.${arg.name}: ${arg.type}`),
        ];
      });
    });
  }

  const isOptional = ({ type }: { type: unknown }) => !String(type).endsWith("!");
});
