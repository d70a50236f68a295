// User-service on PostgreSQL, as two replicas of one database: what only one of two may do at once, one does.

import { openDatabaseOf } from "@blog/common/database/open-database";
import { createOutbox } from "@blog/common/messaging/outbox";
import request from "supertest";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../../labs/shop/user-service/src/app.ts";
import { createPasswords } from "../../../labs/shop/user-service/src/passwords.ts";
import { createRefreshStore } from "../../../labs/shop/user-service/src/refresh-store.ts";
import { createThrottle } from "../../../labs/shop/user-service/src/throttle.ts";
import { createTokens } from "../../../labs/shop/user-service/src/tokens.ts";
import { createUserStore } from "../../../labs/shop/user-service/src/user-store.ts";
import { ada, CHEAP, home, TABLES } from "../../../labs/shop/user-service/test/user-scene.ts";
import { until } from "../../kit/until.ts";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import type { TestServer } from "../../scale/server-process.ts";

requires("postgres")("User-service on PostgreSQL", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres(program);
  });
  afterAll(() => server.remove());

  async function startReplica() {
    const db = await openDatabaseOf("user-service", server.url, TABLES);
    onTestFinished(() => db.close());
    const { service } = createApp({
      ...{ db, outbox: createOutbox(db, "user-service"), users: createUserStore(db) },
      ...{ sessions: createRefreshStore(), tokens: await createTokens(db) },
      ...{ passwords: createPasswords({ cost: CHEAP }), throttle: createThrottle() },
    });
    return { ...service, db };
  }

  it("is one service, whichever replica is asked", async () => {
    const replicas = await Promise.all([startReplica(), startReplica()]);
    const [one, other] = replicas;
    const post = (path: string, body: object, of = one) => request(of.app).post(path).send(body);

    // One email, one user.
    const registrations = await Promise.all(
      replicas.map((replica) => post("/v1/auth/signup", { ...ada, ...home }, replica)),
    );
    expect(registrations.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const id = registrations.find(({ status }) => status === 201)?.body.message.id;

    // One key, so that a token of one replica is good at the other.
    const { accessToken, refreshToken } = (await post("/v1/auth/signin", ada)).body.message;
    const bearer = { authorization: `Bearer ${accessToken}` };
    const me = await request(other.app).get("/v1/users/me").set(bearer).expect(200);
    expect(me.body.message).toMatchObject({ id, ...home, version: 2 });
    const list = await request(one.app).get("/v1/users?limit=1").set(bearer).expect(200);
    expect(list.body.message).toEqual([{ id, name: "Ada", email: "a•••@example.com" }]);

    // Two changes at once are two versions.
    const changes = ["Paris", "Rome"].map((city, index) =>
      request(replicas[index]!.app).patch(`/v1/users/${id}`).set(bearer).send({ city }),
    );
    const versions = (await Promise.all(changes)).map(({ body }) => body.message.version);
    expect(versions.toSorted()).toEqual([3, 4]);

    // One use of a refresh token, and the end of its session.
    const uses = await Promise.all(
      replicas.map((replica) => post("/v1/auth/refresh", { refreshToken }, replica)),
    );
    expect(uses.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const next = uses.find(({ status }) => status === 200)?.body.message;
    await post("/v1/auth/refresh", { refreshToken: next.refreshToken }).expect(401);

    // Its own events after a restore, and the end of the user.
    const data = { userId: id, name: "Ada", ...home, version: 9 };
    const event = { id: "event-9", type: "ProfileUpdated", data };
    await one.inbox.receive({ log: "log-1", redelivery: true, events: [event] });
    const again = (await post("/v1/auth/signin", ada)).body.message.accessToken;
    const deletion = request(other.app).delete(`/v1/users/${id}`).set("if-match", '"9"');
    await deletion.set("authorization", `Bearer ${again}`).expect(200);
    expect(await one.db.query("SELECT name, version FROM users")).toEqual([
      { name: "", version: 10 },
    ]);
  });

  it("begins no session with a password that was replaced at the same moment", async () => {
    const [one, other] = await Promise.all([startReplica(), startReplica()]);
    const users = createUserStore(one.db);
    const sessions = createRefreshStore();
    const bob = { name: "Bob", email: "bob@example.com", password: "battery staple" };
    const { body } = await request(one.app).post("/v1/auth/signup").send(bob).expect(201);
    const { id } = body.message;
    const from = (await users.passwordHashOf(id)) ?? "";
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => (goOn = resolve));

    const signIn = one.db.transaction(async (tx) => {
      if (!(await users.replacePasswordHash(tx, id, { from, to: from }))) return;
      await waiting;
      await sessions.begin(tx, id);
    });
    const change = other.db.transaction(async (tx) => {
      await users.replacePasswordHash(tx, id, { from, to: "another" });
      await sessions.endAllOf(tx, id);
    });
    const isHeldUp = until(async () => {
      const sql = "SELECT 1 AS one FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      expect(await other.db.query(sql)).toHaveLength(1);
    });
    await Promise.race([change, isHeldUp]);
    goOn();
    await Promise.all([signIn, change]);

    const sql = "SELECT digest FROM refresh_tokens WHERE user_id = $1";
    expect(await one.db.query(sql, [id])).toEqual([]);
  });
});
