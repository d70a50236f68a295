// Registering, signing in and out, and new passwords. Each route has the paths of both published shops.

import { newId } from "@blog/common/base/ids";
import { parse, Problem } from "@blog/common/base/problem";
import type { Database, Transaction } from "@blog/common/database/database";
import { createIdempotency, idempotencyKey } from "@blog/common/http/idempotency";
import type { Outbox } from "@blog/common/messaging/outbox";
import { unauthenticated } from "@labs/common/bearer";
import { answer } from "@shop/contracts/envelope";
import type { ShopContracts } from "@shop/contracts/events";
import type { Caller } from "@shop/contracts/user";
import type { Express, Response } from "express";
import type { Authenticate } from "./authenticate.ts";
import type { Passwords } from "./passwords.ts";
import type { RefreshStore, Session } from "./refresh-store.ts";
import { Credentials, NewUser, PasswordChange, RefreshRequest } from "./requests.ts";
import type { Throttle } from "./throttle.ts";
import { EXPIRES_IN, type Tokens } from "./tokens.ts";
import type { UserStore } from "./user-store.ts";

export interface AuthDependencies {
  db: Database;
  users: UserStore;
  sessions: RefreshStore;
  tokens: Tokens;
  passwords: Passwords;
  throttle: Throttle;
  outbox: Outbox<ShopContracts>;
  authenticate: Authenticate;
}

export function addAuthRoutes(app: Express, dependencies: AuthDependencies): void {
  const { db, users, sessions, tokens, passwords, throttle, outbox, authenticate } = dependencies;
  const { once } = createIdempotency(db);

  app.post(["/v1/auth/signup", "/v1/auth/register"], async (req, res) => {
    const { name, email, password, address } = parse(NewUser, req.body);
    const passwordHash = await passwords.hash(password);
    const id = newId();

    // What is remembered with the key has no password in it, not even as a hash: one that is quick to make is quick to guess.
    const request = { register: { name, email, address } };
    const registered = await once(idempotencyKey(req), request, async (tx) => {
      const user = { id, name, email, bio: "", ...address, createdAt: new Date().toISOString() };
      if (!(await users.claimEmail(tx, user))) throw emailTaken();
      // An event about a person has no email. The address has one of its own, which comes second.
      const isAddressKnown = Object.values(address).some((part) => part !== "");
      await users.add(tx, { ...user, version: isAddressKnown ? 2 : 1 }, passwordHash);
      await outbox.add(tx, "UserRegistered", { id, name, version: 1 });
      if (isAddressKnown)
        await outbox.add(tx, "ProfileUpdated", { userId: id, name, ...address, version: 2 });
      return { id };
    });

    const isRetry = registered.id !== id;
    if (isRetry && !(await passwords.verify(password, await users.passwordHashOf(registered.id))))
      throw new Problem(422, "This Idempotency-Key has come with another request before.");
    answer(res, 201, { id: registered.id, name, email });
  });

  app.post(["/v1/auth/signin", "/v1/auth/login"], async (req, res) => {
    const { email, password } = parse(Credentials, req.body);
    const user = await users.findByEmail(email);
    const hash = user && (await users.passwordHashOf(user.id));

    const who = email.toLowerCase();
    const isRight = await throttle.attempt(who, addressOf(req.ip), () =>
      passwords.verify(password, hash),
    );
    // The password may have been changed since it was read: then it is the old one that was right.
    const session =
      user &&
      isRight &&
      (await db.transaction(async (tx) => {
        const isStillTheSame = (await users.passwordHashOf(user.id, tx)) === hash;
        return isStillTheSame ? sessions.begin(tx, user.id) : undefined;
      }));
    if (!session) throw wrongCredentials();
    await answerTokens(res, session, user);
  });

  app.post("/v1/auth/refresh", async (req, res) => {
    const { refreshToken } = parse(RefreshRequest, req.body);
    // What a used token ends has to be committed: the refusal comes after the transaction.
    const session = await db.transaction((tx) => sessions.rotate(tx, refreshToken));
    const user = session && (await users.find(session.userId));
    if (!user) throw unauthenticated("This refresh token is not valid, or not any more.");
    await answerTokens(res, session, user);
  });

  // An unknown token is of no session, and one that has ended may end again: the answer is the same.
  app.post("/v1/auth/logout", async (req, res) => {
    const { refreshToken } = parse(RefreshRequest, req.body);
    await db.transaction((tx) => sessions.end(tx, refreshToken));
    answer(res, 200, "Signed out.");
  });

  app.post("/v1/auth/password", async (req, res) => {
    const { id } = await authenticate(req.get("authorization"));
    const { currentPassword, newPassword } = parse(PasswordChange, req.body);
    const hash = await users.passwordHashOf(id);
    const isRight = await throttle.attempt(id, addressOf(req.ip), () =>
      passwords.verify(currentPassword, hash),
    );
    if (!isRight) throw new Problem(403, "The current password is another one.");

    const newHash = await passwords.hash(newPassword);
    await db.transaction(async (tx) => {
      await mustBeUnchanged(tx, id, hash);
      await users.setPasswordHash(tx, id, newHash);
      await sessions.endAllOf(tx, id);
    });
    answer(res, 200, "The password is changed: please sign in again.");
  });

  /** Of two changes at once, the later one has checked a password that is not the current one any more. */
  async function mustBeUnchanged(tx: Transaction, id: string, hash: string | undefined) {
    if ((await users.passwordHashOf(id, tx)) !== hash)
      throw new Problem(409, "The password was changed at the same moment.");
  }

  async function answerTokens(res: Response, session: Session, { id, name }: Caller) {
    const accessToken = await tokens.issue({ id, name, session: session.id });
    const { refreshToken } = session;
    res.set("cache-control", "no-store");
    answer(res, 200, { accessToken, refreshToken, expiresIn: EXPIRES_IN });
  }
}

/** Of the caller, as far as it is known: a connection may be gone already. */
const addressOf = (ip: string | undefined) => ip ?? "";
const emailTaken = () => new Problem(409, "Another user has this email.");
/** The same for an unknown email and a wrong password. */
const wrongCredentials = () => unauthenticated("The email or the password is wrong.");
