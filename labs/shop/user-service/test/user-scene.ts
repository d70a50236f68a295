// User-service of one test: the real app on a real database, with passwords that are cheap to hash.

import { idempotencyTable } from "@blog/common/http/idempotency";
import { inboxTable } from "@blog/common/messaging/inbox";
import { createOutbox, outboxTable } from "@blog/common/messaging/outbox";
import type { ReceivedEvent } from "@blog/common/wire/cloud-events";
import request from "supertest";
import { openTestDatabase } from "../../../../common/test/test-database.ts";
import { createApp } from "../src/app.ts";
import { type Cost, createPasswords, type Passwords } from "../src/passwords.ts";
import { createRefreshStore, refreshTables } from "../src/refresh-store.ts";
import { createThrottle, type Throttle } from "../src/throttle.ts";
import { createTokens, signingKeyTable } from "../src/tokens.ts";
import { createUserStore, userTables } from "../src/user-store.ts";

export const CHEAP: Cost = { logN: 4, r: 8, p: 1 };
export const TABLES = [
  ...[userTables, refreshTables, signingKeyTable],
  ...[idempotencyTable, inboxTable, outboxTable],
];

export const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };
export const bob = { name: "Bob", email: "bob@example.com", password: "battery staple" };
export const home = {
  shippingAddress: "12 St James's Square",
  pincode: "SW1Y 4LE",
  city: "London",
  country: "UK",
  phoneNumber: "+44 20 0000",
};

interface SceneOptions {
  passwords?: Passwords;
  throttle?: Throttle;
  now?: () => number;
}

export type Scene = Awaited<ReturnType<typeof startUsers>>;

export async function startUsers({
  passwords = createPasswords({ cost: CHEAP }),
  throttle = createThrottle(),
  now = Date.now,
}: SceneOptions = {}) {
  const db = await openTestDatabase(...TABLES);
  const outbox = createOutbox(db, "user-service");
  const { calls, service } = createApp({
    ...{ db, outbox, passwords, throttle },
    users: createUserStore(db),
    sessions: createRefreshStore(now),
    tokens: await createTokens(db),
  });
  const { app, inbox } = service;

  /** A JSON request, with a token if there is one. */
  const send = (
    method: "get" | "post" | "put" | "patch" | "delete",
    path: string,
    body?: object,
    token?: string,
  ) => {
    const test = request(app)[method](path);
    if (token !== undefined) void test.set("authorization", `Bearer ${token}`);
    return body === undefined ? test : test.send(body);
  };
  const signIn = async ({ email, password }: { email: string; password: string }) => {
    const answer = await send("post", "/v1/auth/signin", { email, password }).expect(200);
    return answer.body.message as { accessToken: string; refreshToken: string; expiresIn: number };
  };

  return {
    ...{ app, db, calls, service, send, signIn },
    /** A user who has registered and signed in. */
    async join(user: { name: string; email: string; password: string }) {
      const answer = await send("post", "/v1/auth/signup", user).expect(201);
      return { id: String(answer.body.message.id), ...(await signIn(user)) };
    },
    published: () => outbox.waiting(1000),
    /** Receives an event, whatever it has received before. */
    receive: (event: ReceivedEvent) =>
      inbox.receive({ log: "log-1", redelivery: true, events: [event] }),
  };
}
