// Registering: what is answered, what is published, and that one email is one user.

import { describe, expect, it } from "vitest";
import { ada, bob, home, startUsers } from "./user-scene.ts";

describe.each(["/v1/auth/signup", "/v1/auth/register"])("POST %s", (path) => {
  it("registers a user, and publishes that without the email", async () => {
    const { send, published } = await startUsers();

    const { status, body } = await send("post", path, ada);

    const user = { id: expect.any(String), name: "Ada", email: ada.email };
    expect([status, body]).toEqual([201, { status: 201, message: user }]);
    const { id } = body.message;
    expect(await published()).toMatchObject([
      { type: "UserRegistered", source: "user-service", data: { id, name: "Ada", version: 1 } },
    ]);
    expect(JSON.stringify(await published())).not.toMatch(/example\.com|correct horse/);
  });

  it("publishes an address with an event of its own", async () => {
    const { send, published } = await startUsers();

    const { body } = await send("post", path, { ...ada, ...home }).expect(201);

    const { id } = body.message;
    const events = (await published()).map(({ type, data }) => ({ type, data }));
    expect(events).toEqual([
      { type: "UserRegistered", data: { id, name: "Ada", version: 1 } },
      { type: "ProfileUpdated", data: { userId: id, name: "Ada", ...home, version: 2 } },
    ]);
  });

  it("takes a name in two parts, and an address in one", async () => {
    const { send, published } = await startUsers();
    const { name: _, ...other } = ada;
    const parts = { first_name: "Ada", last_name: "Lovelace", address: "12 St James's Square" };

    const { body } = await send("post", path, { ...other, ...parts }).expect(201);

    expect(body.message.name).toBe("Ada Lovelace");
    expect((await published()).at(-1)?.data).toMatchObject({
      ...{ name: "Ada Lovelace", shippingAddress: "12 St James's Square", city: "" },
    });
  });
});

describe("An email", () => {
  it("is one user's, however it is written, also when two register at once", async () => {
    const { send, published } = await startUsers();

    const answers = await Promise.all([
      send("post", "/v1/auth/signup", ada),
      send("post", "/v1/auth/signup", { ...bob, email: "ADA@example.com" }),
    ]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await published()).toHaveLength(1);
  });
});

describe("A retry", () => {
  const KEY = "key-1";

  it("under the same Idempotency-Key registers no second user", async () => {
    const { send, published } = await startUsers();

    const first = await send("post", "/v1/auth/signup", ada).set("idempotency-key", KEY);
    const second = await send("post", "/v1/auth/register", ada).set("idempotency-key", KEY);

    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await published()).toHaveLength(1);
  });

  it.each([
    ["another name", { ...ada, name: "Bob" }],
    ["another email", { ...ada, email: bob.email }],
    ["another password", { ...ada, password: bob.password }],
  ])("with %s is another request", async (_what, other) => {
    const { send, published, signIn } = await startUsers();

    await send("post", "/v1/auth/signup", ada).set("idempotency-key", KEY).expect(201);
    await send("post", "/v1/auth/signup", other).set("idempotency-key", KEY).expect(422);

    expect(await published()).toHaveLength(1);
    await signIn(ada);
  });

  it("is recognised by nothing from which the password could be guessed quickly", async () => {
    const digestWith = async (password: string) => {
      const { send, db } = await startUsers();
      await send("post", "/v1/auth/signup", { ...ada, password }).set("idempotency-key", KEY);
      return db.query("SELECT key, request FROM idempotency");
    };

    const [one, other] = [await digestWith("correct horse"), await digestWith("battery staple")];

    expect(one).toMatchObject([{ key: KEY }]);
    expect(one).toEqual(other);
  });
});

describe("What is wrong", () => {
  const long = (length: number) => "x".repeat(length);

  it.each([
    ["no name", { ...ada, name: undefined }, "#/name"],
    ["an empty name", { ...ada, name: " " }, "#/name"],
    ["a name that is a number", { ...ada, name: 7 }, "#/name"],
    ["a name of 201 characters", { ...ada, name: long(201) }, "#/name"],
    ["no email", { ...ada, email: undefined }, "#/email"],
    ["an email that is none", { ...ada, email: "ada" }, "#/email"],
    ["an email of 255 characters", { ...ada, email: `a@${long(249)}.com` }, "#/email"],
    ["no password", { ...ada, password: undefined }, "#/password"],
    ["a password of 7 characters", { ...ada, password: long(7) }, "#/password"],
    ["a password of 129 characters", { ...ada, password: long(129) }, "#/password"],
    ["a password that is a number", { ...ada, password: 12345678 }, "#/password"],
    ["a city that is a number", { ...ada, city: 1 }, "#/city"],
    ["an address of 301 characters", { ...ada, shippingAddress: long(301) }, "#/shippingAddress"],
  ])("is named: %s", async (_what, body, pointer) => {
    const { send, published } = await startUsers();

    const answer = await send("post", "/v1/auth/signup", body);

    expect([answer.status, answer.type]).toEqual([400, "application/problem+json"]);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      pointer,
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(ada.password);
    expect(await published()).toEqual([]);
  });

  it.each([
    ["no JSON", "application/json", "{", 400],
    ["a form", "application/x-www-form-urlencoded", "name=Ada", 415],
    ["more than 128 kB", "application/json", JSON.stringify({ ...ada, bio: long(200_000) }), 413],
  ])("is refused: %s (%s)", async (_what, type, body, status) => {
    const { send } = await startUsers();

    await send("post", "/v1/auth/signup").type(type).send(body).expect(status);
  });
});
