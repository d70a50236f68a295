// What the shop has after its first start: two users, and the products that each of them sells.

import type { NewProduct } from "@shop/contracts/product";
import type { z } from "zod";

/** Of both. It is printed, and for one's own machine: a shop that others reach is started without these users. */
export const PASSWORD = "correct horse battery";

export interface SeedUser {
  name: string;
  email: string;
  shippingAddress: string;
  pincode: string;
  city: string;
  country: string;
  phoneNumber: string;
}

export const seedUsers: SeedUser[] = [
  {
    ...{ name: "Ada", email: "ada@example.com" },
    ...{ shippingAddress: "12 St James's Square", pincode: "SW1Y 4JH", city: "London" },
    ...{ country: "United Kingdom", phoneNumber: "+44 20 7946 0018" },
  },
  {
    ...{ name: "Bob", email: "bob@example.com" },
    ...{ shippingAddress: "Hardturmstrasse 5", pincode: "8005", city: "Zürich" },
    ...{ country: "Switzerland", phoneNumber: "+41 44 555 01 18" },
  },
];

type SeedProduct = z.input<typeof NewProduct> & { seller: string };

export const seedProducts: SeedProduct[] = [
  {
    ...{ name: "Notebook", description: "96 pages, dotted, for notes G to Z.", seller: "Ada" },
    ...{ price: 29.99, stock: 100 },
  },
  {
    ...{ name: "Fountain pen", description: "Writes for years, with ink.", seller: "Ada" },
    ...{ price: 49.5, stock: 25 },
  },
  {
    ...{ name: "Slide rule", description: "Three digits, no battery.", seller: "Ada" },
    ...{ price: 79, stock: 10 },
  },
  {
    ...{ name: "Desk lamp", description: "Bends where the light is needed.", seller: "Bob" },
    ...{ price: 39.9, stock: 40 },
  },
  {
    ...{ name: "Teapot", description: "Holds a litre, and keeps it warm.", seller: "Bob" },
    ...{ price: 24.95, stock: 15 },
  },
  {
    ...{ name: "Mechanical clock", description: "The last one of its kind.", seller: "Bob" },
    ...{ price: 349, stock: 1 },
  },
];
