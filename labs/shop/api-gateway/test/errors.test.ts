// What a client is answered where something fails: a code for each error, the fields that are wrong, and all data that there is.

import { Problem } from "@blog/common/base/problem";
import { failure, toFailure } from "@labs/common/grpc/status";
import { describe, expect, it } from "vitest";
import { createShop } from "./shop-scene.ts";

const placeOrder =
  'mutation { placeOrder(input: { userId: "ada", items: [{ productId: "mug", quantity: 1 }] }) { id } }';
const login =
  'mutation { loginUser(input: { email: "e@example.com", password: "x" }) { accessToken } }';

describe("What a service refuses over gRPC", () => {
  it.each([
    [failure("UNAUTHENTICATED", "Expired."), "UNAUTHENTICATED"],
    [failure("PERMISSION_DENIED", "Another's."), "FORBIDDEN"],
    [failure("NOT_FOUND", "No mug."), "NOT_FOUND"],
    [failure("FAILED_PRECONDITION", "Shipped."), "CONFLICT"],
    [failure("ALREADY_EXISTS", "Taken."), "CONFLICT"],
    [toFailure(new Problem(422, "Another request.")), "BAD_USER_INPUT"],
    [failure("RESOURCE_EXHAUSTED", "Too many."), "UNAVAILABLE"],
    [failure("UNAVAILABLE", "127.0.0.1:50063"), "UNAVAILABLE"],
    [failure("DEADLINE_EXCEEDED", "Late."), "UNAVAILABLE"],
  ])("%s is %s", async (error, code) => {
    const { ask } = await createShop({
      called: (name) => {
        if (name === "PlaceOrder") throw error;
      },
    });

    const { body, status } = await ask(placeOrder);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      errors: [{ path: ["placeOrder"], extensions: { code } }],
    });
    expect(JSON.stringify(body)).not.toContain("50063");
  });
});

describe("What a service refuses over REST", () => {
  it.each([
    [400, "BAD_USER_INPUT"],
    [401, "UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [409, "CONFLICT"],
    [412, "CONFLICT"],
    [429, "UNAVAILABLE"],
    [503, "UNAVAILABLE"],
    [504, "UNAVAILABLE"],
    [500, "INTERNAL"],
    [418, "INTERNAL"],
  ])("with %i is %s", async (status, code) => {
    const errors = [{ pointer: "#/email", detail: "must be an email address" }];
    const { ask } = await createShop({
      rest: () => ({ status, body: { status, detail: "Its sentence.", errors } }),
    });

    const { body } = await ask(login);

    const [{ message, extensions }] = body.errors;
    expect(extensions.code).toBe(code);
    if (status < 429 && status !== 418) {
      expect(message).toBe("Its sentence.");
      expect(extensions.errors).toEqual(errors);
    }
  });

  it.each([
    ["no JSON", "<html>"],
    ["another shape", { status: 200, message: { accessToken: 7 } }],
  ])("is masked where it answers with %s", async (_what, answer) => {
    const { ask } = await createShop({ rest: () => ({ status: 200, body: answer }) });

    const { body } = await ask(login);

    expect(body.errors).toEqual([
      {
        message: "Something went wrong here. It has been logged.",
        locations: [{ line: 1, column: 12 }],
        path: ["loginUser"],
        extensions: { code: "INTERNAL" },
      },
    ]);
  });
});

describe("An order that breaks a rule", () => {
  it.each([
    ["[]", "#/items"],
    ['[{ productId: "mug", quantity: 0 }]', "#/items/0/quantity"],
    ['[{ productId: "mug", quantity: -1 }]', "#/items/0/quantity"],
    ['[{ productId: "mug", quantity: 1001 }]', "#/items/0/quantity"],
    ['[{ productId: "a", quantity: 1 }, { productId: "a", quantity: 1 }]', "#/items/1/productId"],
  ])("of %s is refused by the name of the field", async (items, pointer) => {
    const { ask, calls } = await createShop();

    const { body } = await ask(
      `mutation { placeOrder(input: { userId: "ada", items: ${items} }) { id } }`,
    );

    expect(body.errors).toMatchObject([
      { extensions: { code: "BAD_USER_INPUT", errors: [{ pointer }] } },
    ]);
    expect(calls).not.toContain("PlaceOrder");
  });

  it("that only the service knows is named as the service names it", async () => {
    const errors = [{ pointer: "#/items/0/productId", detail: "there is no such product" }];
    const { ask } = await createShop({
      called: (name) => {
        if (name === "PlaceOrder")
          throw toFailure(new Problem(400, "No such product.", { errors }));
      },
    });

    const { body } = await ask(placeOrder);

    expect(body.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", errors } }]);
  });
});

describe("A product that breaks a rule", () => {
  it.each([
    ["price", "-1"],
    ["price", "1.999"],
    ["price", "1e9"],
    ["stock", "-1"],
    ["name", '""'],
    ["name", `"${"x".repeat(201)}"`],
  ])("is refused by the name of the field: %s %s", async (field, value) => {
    const input = { name: '"Mug"', price: "1", stock: "1", description: '"x"', [field]: value };
    const fields = Object.entries(input).map(([name, text]) => `${name}: ${text}`);
    const { ask, calls } = await createShop();

    const { body } = await ask(
      `mutation { createProduct(input: { ${fields.join(", ")} }) { id } }`,
    );

    expect(body.errors[0].extensions).toMatchObject({ errors: [{ pointer: `#/${field}` }] });
    expect(calls).not.toContain("CreateProduct");
  });
});

describe("What is not there", () => {
  it("is null in a query", async () => {
    const { ask } = await createShop();

    const { body } = await ask(
      '{ product(id: "x") { id } user(id: "x") { id } order(id: "x") { id } }',
    );

    expect(body.data).toEqual({ product: null, user: null, order: null });
  });

  it.each(["x", ".", "..", "", "../users/ada", "%2e%2e", "mug?x=1"])(
    "is an error of a mutation, and never another path: %j",
    async (id) => {
      const { ask, restRequests } = await createShop();

      const { body } = await ask("mutation ($id: ID!) { deleteProduct(id: $id) { id } }", {
        variables: { id },
      });

      expect(body.errors).toMatchObject([{ extensions: { code: "NOT_FOUND" } }]);
      const paths = /^\.*$/.test(id) ? [] : [`/v1/products/${encodeURIComponent(id)}`];
      expect(restRequests.map(({ path }) => path)).toEqual(paths);
    },
  );
});

describe("While a service is away", () => {
  it("the others' data is there, and an error names what is missing", async () => {
    const { ask, stopUsers } = await createShop({ hasOwnPeers: true });
    await stopUsers();

    const { body, status } = await ask("{ products { id owner { name } } }");

    expect(status).toBe(200);
    expect(body.data.products).toEqual([
      { id: "mug", owner: null },
      { id: "lamp", owner: null },
    ]);
    expect(body.errors).toMatchObject([
      {
        message: "user-service is not available.",
        path: ["products", 0, "owner"],
        extensions: { code: "UNAVAILABLE" },
      },
    ]);
  });

  it("orders are there without their products, where tokens are verified here", async () => {
    const { ask, stopProducts } = await createShop({
      hasOwnPeers: true,
      verify: () => async () => ({ id: "ada", name: "Ada" }),
    });
    await stopProducts();

    const { body } = await ask('{ order(id: "1") { id total items { price product { name } } } }');

    expect(body.data.order).toMatchObject({
      id: "1",
      total: 60.48,
      items: [{ price: 29.99, product: null }, { product: null }],
    });
    expect(body.errors[0].extensions.code).toBe("UNAVAILABLE");
  });

  it("what it alone can answer is refused, and a caller is not called unknown", async () => {
    const { ask, stopUsers } = await createShop({ hasOwnPeers: true });
    await stopUsers();

    const { body } = await ask("{ orders { id } }");

    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: "UNAVAILABLE" } }] });
  });
});
