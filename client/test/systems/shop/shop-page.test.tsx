// The page of the shop: what there is, who is signed in, and what becomes of an order without a reload.

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { button, fill, findButton, openShop, part, refused, row } from "./fake-shop.tsx";

describe("The products of the shop", () => {
  it("are listed with price, stock and seller, and how many answers came from the cache", async () => {
    await openShop();
    await part("Products").findByText("Teapot", { selector: "h3" });

    expect(row("Products", "Teapot")).toHaveTextContent("A teapot · sold by Bob");
    expect(row("Products", "Teapot")).toHaveTextContent("29.90");
    expect(row("Products", "Teapot")).toHaveTextContent("15 in stock");
    expect(row("Products", "Clock")).toHaveTextContent("sold out");
    expect(part("Products").getByText("from the cache").nextElementSibling).toHaveTextContent("3");
    expect(part("Products").getByText("fresh").nextElementSibling).toHaveTextContent("1");
    expect(screen.queryByLabelText("Order Teapot")).not.toBeInTheDocument();
    expect(part("Products").getByText("Sign in above to order something.")).toBeVisible();
  });

  it("need no counter of a cache that counts nothing", async () => {
    const shop = await openShop();
    shop.cache = undefined;

    await waitFor(() =>
      expect(part("Products").queryByText("from the cache")).not.toBeInTheDocument(),
    );
  });

  it("move by themselves, and a number that moved is marked for a moment", async () => {
    const shop = await openShop();
    await part("Products").findByText("Teapot", { selector: "h3" });
    expect(within(row("Products", "Teapot")).getByText("15")).toHaveAttribute("data-new", "false");

    shop.products = shop.products.map((each) => ({ ...each, stock: each.stock - 1 }));

    const moved = await within(row("Products", "Teapot")).findByText("14");
    expect(moved).toHaveAttribute("data-new", "true");
    await waitFor(() => expect(moved).toHaveAttribute("data-new", "false"));
  });

  it("are none at first, where there are none", async () => {
    const shop = await openShop();
    shop.products = [];

    expect(await part("Products").findByText("There are no products yet.")).toBeVisible();
  });

  it("are asked for at product-service itself while the gateway is away", async () => {
    const shop = await openShop();
    await part("Products").findByText("answered by api-gateway");

    shop.instead.set("GET /graphql", { status: 503, body: { detail: "no answer" } });

    expect(await part("Products").findByText("answered by product-service")).toBeVisible();
    expect(row("Products", "Teapot")).toHaveTextContent("sold by Bob");
    expect(part("Products").queryByText("fresh")).not.toBeInTheDocument();
  });

  it("stay on the page, marked as old, while nothing answers at all", async () => {
    const shop = await openShop();
    await part("Products").findByText("Teapot", { selector: "h3" });

    shop.instead.set("GET /graphql", { status: 503, body: { detail: "api-gateway is away" } });
    shop.instead.set("GET /v1/products?limit=50", { status: 503, body: { detail: "away" } });

    expect(
      await part("Products").findByText(/^Api-gateway is away\. The products are/),
    ).toBeVisible();
    expect(part("Products").getByText("not current: no answer")).toBeVisible();
    expect(row("Products", "Teapot")).toBeVisible();
  });
});

describe("A service of the shop that is away", () => {
  it("is named, with what that means, until it is back", async () => {
    const shop = await openShop();
    shop.report({ "product-service": "down", "worker-service": "starting" });

    expect(await screen.findByText("product-service does not run")).toBeVisible();
    expect(screen.getByText(/^Orders stay PENDING, and new ones need a price/)).toBeVisible();
    expect(screen.getByText("worker-service starts")).toBeVisible();

    shop.report();
    await waitFor(() =>
      expect(screen.queryByText("product-service does not run")).not.toBeInTheDocument(),
    );
  });

  it("is described, as all of them are, at an address that the page links to", async () => {
    const shop = await openShop();
    shop.report();

    for (const [index, name] of ["user", "product", "order"].entries())
      expect(await screen.findByText(`All that ${name}-service answers`)).toHaveAttribute(
        "href",
        `http://localhost:3000${index}/api-docs`,
      );
    expect(screen.getByText("/graphql")).toHaveAttribute(
      "href",
      expect.stringMatching(/^\/graphql\?query=/),
    );
    expect(screen.getByText("Watch the events on the bus")).toHaveAttribute("href", "/bus");
  });
});

describe("Who uses the shop", () => {
  it("signs in, and out again, and no storage ever has a token", async () => {
    const shop = await openShop();
    await shop.signIn("Ada");

    expect(screen.getByText(/a reload signs out/)).toBeVisible();
    expect(
      await part("Your orders").findByText(/^You have not ordered anything yet/),
    ).toBeVisible();
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toMatch(/access|r-u1/);

    await shop.user.click(button("Sign out"));
    expect(await findButton("Sign in as Bob")).toBeVisible();
    expect(screen.queryByText("Your orders")).not.toBeInTheDocument();
    await waitFor(() => expect(shop.requests.at(-1)?.name).toBeDefined());
    expect(shop.requests.find(({ name }) => name === "POST /v1/auth/logout")?.body).toEqual({
      refreshToken: "r-u1-1",
    });
  });

  it("registers, and reads at the field what is wrong", async () => {
    const shop = await openShop();
    await shop.user.click(button("Register"));
    shop.instead.set(
      "POST /v1/auth/signup",
      refused(400, "must have at least 8 characters", "password"),
    );
    fill(screen.getByLabelText("Name"), "Carol");
    fill(screen.getByLabelText("Email"), "carol@example.com");
    fill(screen.getByLabelText(/^Password/), "short");
    await shop.user.click(button("Register and sign in"));

    await waitFor(() =>
      expect(screen.getByLabelText(/^Password/)).toHaveAccessibleDescription(
        "Must have at least 8 characters.",
      ),
    );
    expect(screen.getAllByRole("alert")).toHaveLength(1);

    shop.instead.clear();
    await shop.user.click(button("Register and sign in"));
    expect(await screen.findByText("Carol")).toBeVisible();
  });
});
