// Which tokens this service takes, and until when: it knows at once of a session that has ended.

import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createTestIssuer } from "../../../common/test/test-tokens.ts";
import { createTokens } from "../src/tokens.ts";
import { ada, bob, type Scene, startUsers } from "./user-scene.ts";

const stranger = await createTestIssuer();
const inAMinute = () => Math.floor(Date.now() / 1000) + 60;
const claims = () => ({ iss: "shop", aud: "shop", sub: "ada", name: "Ada", exp: inAMinute() });

/** Where a token is asked for: the answer with this one. */
const DOORS: [string, (scene: Scene, token?: string) => Promise<number>][] = [
  [
    "GET /v1/users",
    async ({ send }, token) => (await send("get", "/v1/users", undefined, token)).status,
  ],
  [
    "GET /v1/users/me",
    async ({ send }, token) => (await send("get", "/v1/users/me", undefined, token)).status,
  ],
  [
    "PATCH /v1/user/update-profile",
    async ({ send }, token) => (await send("patch", "/v1/user/update-profile", {}, token)).status,
  ],
  [
    "POST /v1/auth/password",
    async ({ send }, token) =>
      (
        await send(
          "post",
          "/v1/auth/password",
          { currentPassword: "x", newPassword: "battery staple" },
          token,
        )
      ).status,
  ],
  [
    "POST /v1/user/validate-token",
    async ({ send }, token = "none") =>
      (await send("post", "/v1/user/validate-token", { token })).status,
  ],
];

describe.each(DOORS)("%s", (_door, statusOf) => {
  it("refuses what is no token of a user", async () => {
    const scene = await startUsers();
    await scene.join(ada);
    const forgeries: (string | undefined)[] = [
      undefined,
      "abc",
      new UnsecuredJWT(claims()).encode(),
      (await stranger.authorizationOf({ id: "ada", name: "Ada" })).slice("Bearer ".length),
      await new SignJWT(claims())
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
        .sign(Buffer.from(await publicKeyOf(scene), "base64url")),
    ];

    for (const token of forgeries) expect(await statusOf(scene, token)).toBe(401);
  });

  it("refuses the token of a session that has ended, and of a user who is deleted", async () => {
    const scene = await startUsers();
    const out = await scene.join(ada);
    const gone = await scene.join(bob);
    await scene.send("post", "/v1/auth/logout", { refreshToken: out.refreshToken }).expect(200);
    await scene.send("delete", `/v1/users/${gone.id}`, undefined, gone.accessToken).expect(200);

    for (const { accessToken } of [out, gone]) expect(await statusOf(scene, accessToken)).toBe(401);
  });
});

async function publicKeyOf({ send }: Scene): Promise<string> {
  const { body } = await send("get", "/.well-known/jwks.json");
  return body.keys[0].x;
}

describe("POST /v1/user/validate-token", () => {
  it("names the user as of now", async () => {
    const { send, join } = await startUsers();
    const { id, accessToken } = await join(ada);
    await send("patch", "/v1/user/update-profile", { name: "Ada King" }, accessToken).expect(200);

    const { body } = await send("post", "/v1/user/validate-token", { token: accessToken });

    const message = { success: true, user: { id, name: "Ada King" } };
    expect(body).toEqual({ status: 200, message });
  });

  it.each([{}, { token: "" }, { token: 7 }])(
    "refuses %j by the name of the field",
    async (body) => {
      const { send } = await startUsers();

      const answer = await send("post", "/v1/user/validate-token", body).expect(400);

      expect(answer.body.errors).toMatchObject([{ pointer: "#/token" }]);
    },
  );
});

describe("The signing key", () => {
  it("outlives a restart, so that tokens do, too", async () => {
    const { db, join } = await startUsers();
    const { id, accessToken } = await join(ada);

    const restarted = await createTokens(db);

    const caller = await restarted.verify(`Bearer ${accessToken}`);
    expect(caller).toMatchObject({ id, name: "Ada" });
  });

  it("is one, also of replicas that make it at the same moment", async () => {
    const { db } = await startUsers();
    await db.query("DELETE FROM signing_key");

    const [one, other] = await Promise.all([createTokens(db), createTokens(db)]);

    expect(one.keys).toEqual(other.keys);
    await other.verify(`Bearer ${await one.issue({ id: "a", name: "Ada", session: "s" })}`);
  });

  it("is published without its private half", async () => {
    const { send } = await startUsers();

    const answer = await send("get", "/.well-known/jwks.json").expect(200);

    expect(answer.get("cache-control")).toBe("public, max-age=60");
    const [key, ...others] = answer.body.keys;
    expect(others).toEqual([]);
    expect(Object.keys(key).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
  });
});
