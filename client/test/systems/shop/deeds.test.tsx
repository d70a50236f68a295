// What a signed-in user can do on the shop's page beside ordering: change the profile, sell ten pieces to forty, ask GraphQL.

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { button, fill, findPart, openShop, part, refused } from "./fake-shop.tsx";

describe("The profile", () => {
  it("sends what was changed, and shows when that is in an order and in a product", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot");
    await part("Your orders").findByText("PROCESSING");
    const profile = await findPart("Your profile");
    fill(await profile.findByLabelText("Street and number"), "2 New Street");
    await shop.user.click(button("Save", profile));

    expect(await profile.findByText("order-service receives the event")).toBeVisible();
    expect(profile.getAllByText(/^not yet, for/)).toHaveLength(2);
    const sent = shop.requests.find(({ name }) => name === "PATCH /v1/users/u1");
    expect(sent?.body).toEqual({ shippingAddress: "2 New Street" });

    shop.orders = shop.orders.map((order) => ({ ...order, shippingAddress: "2 New Street" }));
    expect(await profile.findByText(/^after/)).toBeVisible();
    const ownerAddress = "2 New Street, 1 London, UK";
    shop.products = shop.products.map((each) => ({ ...each, ownerAddress }));
    await waitFor(() => expect(profile.getAllByText(/^after/)).toHaveLength(2));
    await waitFor(() =>
      expect(screen.getByLabelText("Announcements")).toHaveTextContent(
        /The change is in open orders after .*, in products after/,
      ),
    );
  });

  it("has no road to measure where nothing is open and nothing is sold", async () => {
    const shop = await openShop();
    shop.products = [];
    await screen.findByText("There are no products yet.");
    await shop.signIn("Ada");
    const profile = await findPart("Your profile");
    fill(await profile.findByLabelText("City"), "York");
    await shop.user.click(button("Save", profile));

    expect(await profile.findByText("no open order that it would change")).toBeVisible();
    expect(profile.getByText("no product of yours that it would change")).toBeVisible();
  });

  it("names the field that is wrong, and keeps what was typed", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    const profile = await findPart("Your profile");
    shop.instead.set("PATCH /v1/users/u1", refused(400, "must have at most 20", "pincode"));
    const field = await profile.findByLabelText("Postal code");
    fill(field, "123456789012345678901");
    await shop.user.click(button("Save", profile));

    await waitFor(() => expect(field).toHaveAccessibleDescription("Must have at most 20."));
    expect(field).toHaveValue("123456789012345678901");
  });

  it("is read again where it was changed elsewhere", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    const profile = await findPart("Your profile");
    shop.instead.set("PATCH /v1/users/u1", refused(412, "The user is of another version."));
    shop.users = shop.users.map((user) => ({ ...user, city: "York", version: 7 }));
    fill(await profile.findByLabelText("City"), "Leeds");
    await shop.user.click(button("Save", profile));

    await waitFor(() => expect(profile.getByLabelText("City")).toHaveValue("York"));
  });
});

describe("Ten pieces for forty buyers", () => {
  it("are sold once each, and the other orders are refused", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.user.click(button("Sell 10 to 40 buyers"));

    expect(await screen.findByText(/^10 sold, 30 refused, 0 left\. Decided/)).toBeVisible();
    expect(document.querySelectorAll("[data-square=PROCESSING]")).toHaveLength(10);
    expect(document.querySelectorAll("[data-square=CANCELLED]")).toHaveLength(30);
    const placed = shop.requests.filter(({ name }) => name === "POST /v1/orders");
    expect(new Set(placed.map(({ key }) => key)).size).toBe(40);

    // In the list that has this one's verdict, the forty are as well.
    await shop.order("Teapot");
    expect(await part("Your orders").findByText("PROCESSING")).toBeVisible();
    expect(part("Your orders").queryByText(/Rare print/)).not.toBeInTheDocument();
  });

  it("are not, where the product cannot be created", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    shop.instead.set("POST /v1/products", refused(503, "user-service is away"));
    await shop.user.click(button("Sell 10 to 40 buyers"));

    expect(await part("40 buyers, 10 pieces").findByText("User-service is away.")).toBeVisible();
    expect(document.querySelectorAll("[data-square]")).toHaveLength(0);
  });
});

describe("The console", () => {
  it("has the operations of the published collection, and sends them with variables that fit", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    const console = part("GraphQL");
    const choice = console.getByLabelText("Operation");

    expect([...(choice as HTMLSelectElement).options].map(({ text }) => text).toSorted()).toEqual([
      ...["CreateProduct", "GetUsers", "LoginUser", "Order", "Orders", "PlaceOrder"],
      ...["RegisterUser", "getProducts"],
    ]);
    fill(choice, "PlaceOrder");
    await shop.user.click(button("Send", console));

    const answer = await console.findByLabelText("Answer");
    const sent = { userId: "u1", items: [{ productId: "p1", quantity: 1 }] };
    expect(JSON.parse((answer as HTMLTextAreaElement).value)).toMatchObject({
      data: { echo: { variables: { input: sent } } },
    });
    expect(console.getByText(/^answered after \d+ ms$/)).toBeVisible();
    expect(shop.requests.at(-1)?.name).toBeDefined();
    expect(shop.requests.find(({ name }) => name === "POST /graphql")?.authorization).toBe(
      "Bearer access-u1-1",
    );
  });

  it("sends nothing while the variables are no JSON, and shows errors as the answer", async () => {
    const shop = await openShop();
    const console = part("GraphQL");
    fill(console.getByLabelText("Variables, as JSON"), "{ no");
    await shop.user.click(button("Send", console));

    await waitFor(() =>
      expect(console.getByLabelText("Variables, as JSON")).toHaveAccessibleDescription(
        "The variables are no JSON object: nothing was sent.",
      ),
    );
    expect(shop.requests.some(({ name }) => name === "POST /graphql")).toBe(false);

    fill(console.getByLabelText("Variables, as JSON"), "");
    const errors = [{ message: "Syntax Error" }];
    shop.instead.set("POST /graphql", { status: 400, body: { errors } });
    await shop.user.click(button("Send", console));
    expect(await console.findByText(/^answered with errors after/)).toBeVisible();
  });
});
