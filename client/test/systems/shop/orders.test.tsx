// Orders on the shop's page: placed, decided, cancelled, shipped and delivered.

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { button, findButton, findPart, openShop, part, refused, row } from "./fake-shop.tsx";

describe("When something is ordered", () => {
  it("the order is PENDING, and PROCESSING as soon as it is decided", async () => {
    const shop = await openShop();
    shop.decides = false;
    await shop.signIn("Ada");
    await shop.order("Teapot", "2");

    const heading = await part("Your orders").findByText("2 × Teapot", { selector: "h3" });
    const order = within(heading.closest("li")!);
    expect(order.getByText("PENDING")).toBeVisible();
    expect(order.getByText("59.80")).toBeVisible();
    expect(order.getByText("1 Old Street, London")).toBeVisible();

    shop.decide();
    expect(await order.findByText("PROCESSING")).toBeVisible();
    await waitFor(() =>
      expect(screen.getByLabelText("Announcements")).toHaveTextContent(
        "The order of 2 × Teapot is PROCESSING.",
      ),
    );
    await waitFor(() => expect(row("Products", "Teapot")).toHaveTextContent("13 in stock"));
  });

  it("more than there is, it is CANCELLED, with the reason and what is missing", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot", "20");

    const order = await part("Your orders").findByText("CANCELLED");
    expect(order.closest("li")).toHaveTextContent("insufficient stock: 20 wanted, 15 left now");
  });

  it("and the quantity is refused, the field is named", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot", "0");

    expect(await screen.findByRole("alert")).toHaveTextContent("Quantity: Must be at least 1.");
    expect(screen.getByLabelText("Quantity of Teapot")).toHaveAccessibleDescription(
      "Quantity: Must be at least 1.",
    );
  });

  it("and no answer comes, trying again sends the same key, and then another one", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    shop.instead.set("POST /v1/orders", refused(503, "order-service is away"));
    await shop.order("Teapot");
    expect(await screen.findByRole("alert")).toHaveTextContent("Order-service is away.");

    shop.instead.clear();
    const again = screen.getByLabelText("Order Teapot");
    await shop.user.click(again);
    await part("Your orders").findByText("1 × Teapot", { selector: "h3" });
    await shop.user.click(again);

    const keys = () =>
      shop.requests.filter(({ name }) => name === "POST /v1/orders").map(({ key }) => key);
    await waitFor(() => expect(keys()).toHaveLength(3));
    const [first, second, third] = keys();
    expect(first).toMatch(/^"\w{32}"$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

describe("An order", () => {
  it("is cancelled by its buyer while it is open", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot");
    await part("Your orders").findByText("PROCESSING");

    await shop.user.click(button("Cancel", part("Your orders")));

    expect(await part("Your orders").findByText("CANCELLED")).toBeVisible();
    expect(part("Your orders").queryByText("Cancel")).not.toBeInTheDocument();
  });

  it("is shipped and delivered by its seller, who has signed in after the buyer", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot");
    await part("Your orders").findByText("PROCESSING");
    expect(part("Your orders").queryByText("Ship")).not.toBeInTheDocument();

    await shop.user.click(button("Sign out"));
    await shop.signIn("Bob");
    const sold = await findPart("Orders of your products");
    await shop.user.click(await findButton("Ship", sold));
    expect(await sold.findByText("SHIPPED")).toBeVisible();
    await shop.user.click(button("Deliver", sold));

    expect(await sold.findByText("DELIVERED")).toBeVisible();
    expect(sold.queryByText("Cancel")).not.toBeInTheDocument();
  });

  it("whose state does not allow it, answers why", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    await shop.order("Teapot");
    await part("Your orders").findByText("PROCESSING");
    shop.instead.set("DELETE /v1/orders/o1", refused(409, "Order o1 is SHIPPED."));

    await shop.user.click(button("Cancel", part("Your orders")));

    expect(await part("Your orders").findByRole("alert")).toHaveTextContent("Order o1 is SHIPPED.");
  });

  it("is one of five that are shown at first", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    for (let count = 0; count < 7; count += 1) {
      await shop.order("Teapot");
      await waitFor(() => expect(shop.orders).toHaveLength(count + 1));
    }

    const more = await findButton("Show 2 more", part("Your orders"));
    expect(part("Your orders").getAllByText(/×/)).toHaveLength(5);
    await shop.user.click(more);
    expect(part("Your orders").getAllByText(/×/)).toHaveLength(7);
  });

  it("is listed by order-service itself while the gateway cannot", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");
    const errors = [{ message: "user-service is away", extensions: { code: "UNAVAILABLE" } }];
    shop.instead.set("GET /graphql", { body: { data: null, errors } });
    await shop.order("Teapot");

    expect(await part("Your orders").findByText("PROCESSING")).toBeVisible();
  });
});
