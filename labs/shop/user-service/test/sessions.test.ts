// Refresh tokens: each is good for one use, and what ends a session ends all of its tokens.

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ada, bob, type Scene, startUsers } from "./user-scene.ts";

const refresh = ({ send }: Scene, refreshToken: string) =>
  send("post", "/v1/auth/refresh", { refreshToken });

describe("A refresh token", () => {
  it("is exchanged for new tokens of the same user", async () => {
    const scene = await startUsers();
    const { id, refreshToken } = await scene.join(ada);

    const { body } = await refresh(scene, refreshToken).expect(200);

    expect(body.message).toMatchObject({ expiresIn: 900 });
    expect(body.message.refreshToken).not.toBe(refreshToken);
    const me = await scene.send("get", "/v1/users/me", undefined, body.message.accessToken);
    expect(me.body.message.id).toBe(id);
    await refresh(scene, body.message.refreshToken).expect(200);
  });

  it("that is used twice ends its session, and no other one", async () => {
    const scene = await startUsers();
    const stolen = await scene.join(ada);
    const elsewhere = await scene.signIn(ada);
    const { body } = await refresh(scene, stolen.refreshToken).expect(200);

    const again = await refresh(scene, stolen.refreshToken);

    expect([again.status, again.get("www-authenticate")]).toEqual([401, 'Bearer realm="shop"']);
    await refresh(scene, body.message.refreshToken).expect(401);
    await scene.send("get", "/v1/users/me", undefined, body.message.accessToken).expect(401);
    await refresh(scene, elsewhere.refreshToken).expect(200);
  });

  it("that is used twice at once leaves no session with two tokens", async () => {
    const scene = await startUsers();
    const { refreshToken } = await scene.join(ada);

    const answers = await Promise.all([1, 2, 3].map(() => refresh(scene, refreshToken)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
    const winner = answers.find(({ status }) => status === 200);
    await refresh(scene, winner?.body.message.refreshToken).expect(401);
  });

  it("is good for 30 days, and then forgotten", async () => {
    const days = 24 * 3600 * 1000;
    const time = { now: Date.now() };
    const scene = await startUsers({ now: () => time.now });
    const { refreshToken, accessToken } = await scene.join(ada);

    time.now += 30 * days + 1;

    await refresh(scene, refreshToken).expect(401);
    await scene.send("get", "/v1/users/me", undefined, accessToken).expect(401);
    await scene.join(bob);
    expect(await scene.db.query("SELECT digest FROM refresh_tokens")).toHaveLength(1);
  });

  it("is kept as its hash alone", async () => {
    const scene = await startUsers();
    const { refreshToken } = await scene.join(ada);

    const rows = await scene.db.query("SELECT * FROM refresh_tokens");

    expect(JSON.stringify(rows)).not.toContain(refreshToken);
    const digest = createHash("sha256").update(refreshToken).digest("base64");
    expect(rows).toMatchObject([{ digest }]);
  });

  it.each(["unknown", "x".repeat(4096)])("that is none is refused: %.10s", async (token) => {
    await refresh(await startUsers(), token).expect(401);
  });
});

describe("Signing out", () => {
  it("ends this session, as often as it is asked for", async () => {
    const scene = await startUsers();
    const here = await scene.join(ada);
    const elsewhere = await scene.signIn(ada);

    for (const refreshToken of [here.refreshToken, here.refreshToken, "unknown"])
      await scene.send("post", "/v1/auth/logout", { refreshToken }).expect(200);

    await refresh(scene, here.refreshToken).expect(401);
    await refresh(scene, elsewhere.refreshToken).expect(200);
  });
});

describe("A new password", () => {
  const change = (scene: Scene, token: string, currentPassword: string) =>
    scene.send("post", "/v1/auth/password", { currentPassword, newPassword: bob.password }, token);

  it("ends all sessions of the user, and of no other", async () => {
    const scene = await startUsers();
    const sessions = [await scene.join(ada), await scene.signIn(ada)];
    const other = await scene.join(bob);

    await change(scene, sessions[0]!.accessToken, ada.password).expect(200);

    for (const { refreshToken, accessToken } of sessions) {
      await refresh(scene, refreshToken).expect(401);
      await scene.send("get", "/v1/users/me", undefined, accessToken).expect(401);
    }
    await refresh(scene, other.refreshToken).expect(200);
    await scene.send("post", "/v1/auth/signin", ada).expect(401);
    await scene.signIn({ ...ada, password: bob.password });
  });

  it("needs the current one, and guessing it has an end", async () => {
    const scene = await startUsers();
    const { accessToken } = await scene.join(ada);

    for (let guess = 0; guess < 10; guess += 1)
      await change(scene, accessToken, "wrong horse").expect(403);

    await change(scene, accessToken, ada.password).expect(429);
    await scene.signIn(ada);
  });

  it("that comes while another one does is not the last by chance", async () => {
    const scene = await startUsers();
    const { accessToken } = await scene.join(ada);

    const answers = await Promise.all([1, 2].map(() => change(scene, accessToken, ada.password)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it.each([
    [{ newPassword: bob.password }, "#/currentPassword"],
    [{ currentPassword: ada.password, newPassword: "short" }, "#/newPassword"],
  ])("is checked: %j", async (body, pointer) => {
    const scene = await startUsers();
    const { accessToken } = await scene.join(ada);

    const answer = await scene.send("post", "/v1/auth/password", body, accessToken).expect(400);

    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });
});
