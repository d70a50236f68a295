// Profiles: what oneself and others see of them, and what a change publishes.

import { describe, expect, it } from "vitest";
import { ada, bob, home, startUsers } from "./user-scene.ts";

const empty = { shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" };

describe("A user", () => {
  it.each(["/v1/users/me", "/v1/user/get-my-details", "/v1/user/get-profile"])(
    "sees all of themself at %s",
    async (path) => {
      const { send, join } = await startUsers();
      const { id, accessToken } = await join({ ...ada, ...home });

      const answer = await send("get", path, undefined, accessToken);

      const { password: _, ...known } = { ...ada, ...home };
      const user = { id, ...known, bio: "", createdAt: expect.any(String), version: 2 };
      expect(answer.body).toEqual({ status: 200, message: user });
      expect(answer.get("etag")).toBe('"2"');
      expect(answer.get("cache-control")).toBe("private, no-cache");
    },
  );

  it.each(["/v1/users/", "/v1/user/single-user/", "/v1/user/getUserById/"])(
    "sees the names of others at %s",
    async (path) => {
      const { send, join } = await startUsers();
      const { id } = await join({ ...ada, ...home });
      const { accessToken, id: own } = await join(bob);

      const other = await send("get", path + id, undefined, accessToken).expect(200);
      const self = await send("get", path + own, undefined, accessToken).expect(200);

      expect(other.body.message).toEqual({ id, name: "Ada" });
      expect(other.get("vary")).toContain("Authorization");
      expect(self.body.message).toMatchObject({ email: bob.email, ...empty });
      await send("get", `${path}unknown`, undefined, accessToken).expect(404);
      await send("get", `${path}%00'--`, undefined, accessToken).expect(404);
    },
  );
});

describe.each(["/v1/users", "/v1/user/users"])("The list at %s", (path) => {
  it("has masked emails, and comes in pages", async () => {
    const { send, join } = await startUsers();
    const { accessToken } = await join(ada);
    await join(bob);
    await join({ ...bob, name: "Eve", email: "eve@sub.example.org" });

    const first = await send("get", `${path}?limit=2`, undefined, accessToken).expect(200);
    const [, next = ""] = /^<(.+)>; rel="next"$/.exec(first.get("link") ?? "") ?? [];
    const second = await send("get", next, undefined, accessToken).expect(200);

    const id = expect.any(String);
    expect(first.body).toEqual({
      status: 200,
      message: [
        { id, name: "Ada", email: "a•••@example.com" },
        { id, name: "Bob", email: "b•••@example.com" },
      ],
    });
    expect(next.startsWith(`${path}?limit=2&after=`)).toBe(true);
    expect(second.body.message).toEqual([{ id, name: "Eve", email: "e•••@sub.example.org" }]);
    expect(second.get("link")).toBeUndefined();
  });

  it("refuses a limit that is none", async () => {
    const { send, join } = await startUsers();
    const { accessToken } = await join(ada);

    for (const limit of ["0", "-1", "1001", "1.5", "x"])
      await send("get", `${path}?limit=${limit}`, undefined, accessToken).expect(400);
  });
});

const CHANGES: ["post" | "put" | "patch", (id: string) => string][] = [
  ["put", (id) => `/v1/users/${id}`],
  ["patch", (id) => `/v1/users/${id}`],
  ["patch", () => "/v1/user/update-profile"],
  ["post", () => "/v1/user/profile"],
];

describe.each(CHANGES)("A change by %s %s", (method, pathOf) => {
  it("changes what is named, and publishes all that orders need", async () => {
    const { send, join, published } = await startUsers();
    const { id, accessToken } = await join(ada);
    await send(method, pathOf(id), { ...home, bio: "Counts." }, accessToken).expect(200);

    const answer = await send(method, pathOf(id), { city: "", name: "Ada King" }, accessToken);

    expect([answer.status, answer.get("etag")]).toEqual([200, '"3"']);
    expect(answer.body.message).toMatchObject({ ...home, city: "", bio: "Counts.", version: 3 });
    const data = { userId: id, ...home, city: "", name: "Ada King", version: 3 };
    expect((await published()).at(-1)).toMatchObject({ type: "ProfileUpdated", data });
    expect(Object.keys((await published()).at(-1)?.data ?? {})).not.toContain("email");
  });

  it("of an older version is refused", async () => {
    const { send, join, published } = await startUsers();
    const { id, accessToken } = await join(ada);
    await send(method, pathOf(id), { city: "London" }, accessToken)
      .set("if-match", '"1"')
      .expect(200);

    const late = send(method, pathOf(id), { city: "Paris" }, accessToken).set("if-match", '"1"');

    expect((await late).status).toBe(412);
    expect(await published()).toHaveLength(2);
    await send(method, pathOf(id), { city: "Paris" }, accessToken).set("if-match", "*").expect(200);
    const either = send(method, pathOf(id), { city: "Rome" }, accessToken);
    await either.set("if-match", '"1", "3"').expect(200);
  });

  it("names the field that is wrong", async () => {
    const { send, join, published } = await startUsers();
    const { id, accessToken } = await join(ada);
    const wrong: [object, string][] = [
      [{ name: "" }, "#/name"],
      [{ bio: "x".repeat(1001) }, "#/bio"],
      [{ pincode: 1000 }, "#/pincode"],
      [{ city: "a\u0000" }, "#/city"],
      [{ country: null }, "#/country"],
    ];

    for (const [changes, pointer] of wrong) {
      const answer = await send(method, pathOf(id), changes, accessToken).expect(400);
      expect(answer.body.errors).toMatchObject([{ pointer }]);
    }

    expect(await published()).toHaveLength(1);
  });
});

describe("A change", () => {
  it("that changes nothing has no event and no version", async () => {
    const { send, join, published } = await startUsers();
    const { accessToken } = await join({ ...ada, ...home });

    for (const changes of [{}, home, { email: bob.email }, { name: " Ada " }]) {
      const answer = await send("patch", "/v1/user/update-profile", changes, accessToken);
      expect([answer.status, answer.body.message.version]).toEqual([200, 2]);
    }

    expect(await published()).toHaveLength(2);
  });

  it("of another user is refused, and so is a deletion", async () => {
    const { send, join, published } = await startUsers();
    const { id } = await join(ada);
    const { accessToken } = await join(bob);

    for (const method of ["put", "patch", "delete"] as const)
      for (const other of [id, "unknown"])
        await send(method, `/v1/users/${other}`, {}, accessToken).expect(403);

    expect(await published()).toHaveLength(2);
  });
});

describe("A deletion", () => {
  it("erases the user, frees the email, and is published", async () => {
    const { send, join, db, published } = await startUsers();
    const { id, accessToken, refreshToken } = await join({ ...ada, ...home });
    const { accessToken: other } = await join(bob);
    const path = `/v1/users/${id}`;
    await send("delete", path, undefined, accessToken).set("if-match", '"1"').expect(412);

    await send("delete", path, undefined, accessToken).expect(200, {
      status: 200,
      message: { id },
    });

    const data = { id, version: 3 };
    expect((await published()).at(-1)).toMatchObject({ type: "UserDeleted", data });
    await send("get", path, undefined, other).expect(404);
    await send("post", "/v1/auth/refresh", { refreshToken }).expect(401);
    await send("post", "/v1/auth/signin", ada).expect(401);
    const tables = ["users", "emails", "refresh_tokens", "idempotency"];
    const rows = await Promise.all(tables.map((table) => db.query(`SELECT * FROM ${table}`)));
    expect(JSON.stringify(rows)).not.toMatch(/Ada|ada@|St James/);
    await send("post", "/v1/auth/signup", ada).expect(201);
  });
});
