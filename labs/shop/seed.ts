// Creates the users and products of the first start by calls of the services, as any client would. A second run, after one that
// was cut short, creates what is missing and nothing twice: an email is taken once, and each product has an idempotency key.

import { backoffMs, pause } from "@blog/common/base/backoff";
import { readSettings } from "@blog/common/base/settings";
import { ask } from "@blog/common/http/ask";
import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { GrpcSettings, readTls } from "@labs/common/grpc/settings";
import { codeOf } from "@labs/common/grpc/status";
import { productService } from "@shop/contracts/product";
import { z } from "zod";
import type { SeedAddress } from "../../infra/systems/system.ts";
import { PASSWORD, seedProducts, type SeedUser, seedUsers } from "./seed-goods.ts";

/** Also those calls are given time that wait for a busy machine: a password takes a third of a second to check. */
const deadlineMs = 10_000;

const SignedIn = z.object({ message: z.object({ accessToken: z.string() }) });

export async function seedShop(addresses: readonly SeedAddress[]): Promise<void> {
  const tls = readTls(readSettings(GrpcSettings));
  const addressOf = (name: string) => addresses.find(({ service }) => service === name);
  const users = addressOf("user-service")?.url ?? "";
  const grpc = addressOf("product-service")?.grpc ?? "";
  const products = connectGrpc(productService, grpc, { tls, deadlineMs });
  try {
    await createAll(users, products);
  } finally {
    products.close();
  }
}

/** `users` is the URL of user-service. One after the other: ids are in the order of creation, and so are lists. */
export async function createAll(
  users: string,
  products: Pick<GrpcClient<typeof productService>, "CreateProduct">,
): Promise<void> {
  for (const user of seedUsers) {
    const authorization = await signUp(users, user);
    for (const { seller, ...product } of seedProducts.filter((each) => each.seller === user.name)) {
      const idempotencyKey = `seed ${seller} ${product.name}`;
      await inTime(() => products.CreateProduct(product, { authorization, idempotencyKey }));
    }
  }
}

/** Resolves with what the user's requests carry. */
async function signUp(users: string, user: SeedUser): Promise<string> {
  const { email } = user;
  const registered = await post(`${users}/v1/auth/register`, { ...user, password: PASSWORD });
  // 409: by a start that was cut short.
  if (![201, 409].includes(registered.status)) throw refusal("register", email, registered.status);
  const { status, text } = await post(`${users}/v1/auth/login`, { email, password: PASSWORD });
  if (status !== 200) throw refusal("sign in", email, status);
  return `Bearer ${SignedIn.parse(JSON.parse(text)).message.accessToken}`;
}

const post = (url: string, body: object) =>
  ask(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs: deadlineMs,
  });

function refusal(what: string, email: string, status: number): Error {
  return new Error(`${email} could not ${what}: user-service answered ${status}`);
}

/** The services have just started, and give each other less time: what took too long is called again, under the same key. */
async function inTime(call: () => Promise<unknown>, tries = 10): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call();
      return;
    } catch (error) {
      const isLate = ["DEADLINE_EXCEEDED", "UNAVAILABLE"].includes(codeOf(error));
      if (!isLate || attempt === tries) throw error;
      await pause(backoffMs(attempt, { firstMs: 100, maxMs: 1000 }));
    }
  }
}
