// User-service: owns the users. It registers them and issues their tokens (auth-routes.ts), answers the other services over gRPC
// (grpc.ts), and keeps their profiles, of which each change is an event.

import { parse, Problem } from "@blog/common/base/problem";
import { createService, type Service, type ServiceOptions } from "@blog/common/http/service";
import { type CheckpointedInbox, createInbox } from "@blog/common/messaging/inbox";
import type { Handlers } from "@labs/common/grpc/server";
import { readPage } from "@labs/common/page";
import { answer } from "@shop/contracts/envelope";
import { contracts } from "@shop/contracts/events";
import type { User, userService } from "@shop/contracts/user";
import type { Request, Response } from "express";
import { masked, mustMatch, nextLink, sendVersioned } from "./answers.ts";
import { addAuthRoutes, type AuthDependencies } from "./auth-routes.ts";
import { createAuthenticate } from "./authenticate.ts";
import { createCalls } from "./grpc.ts";
import { PageQuery, ProfileChanges, ValidateRequest } from "./requests.ts";

type Dependencies = Omit<AuthDependencies, "authenticate">;

interface UserApp {
  calls: Handlers<typeof userService>;
  service: Service<CheckpointedInbox>;
}

export function createApp(dependencies: Dependencies, options: ServiceOptions = {}): UserApp {
  const { db, users, sessions, tokens, outbox } = dependencies;
  const authenticate = createAuthenticate(dependencies);
  const callerOf = (req: Request) => authenticate(req.get("authorization"));

  /** The caller, where the path names no other user. */
  async function selfOf(req: Request<{ id?: string }>): Promise<User> {
    const caller = await authenticate(req.get("authorization"));
    if ((req.params.id ?? caller.id) === caller.id) return caller;
    throw new Problem(403, "This is another user's profile.");
  }

  async function changeProfile(req: Request<{ id?: string }>, res: Response): Promise<void> {
    const { id } = await selfOf(req);
    const changes = parse(ProfileChanges, req.body);

    // The profile and its event are saved together, or not at all.
    const changed = await db.transaction(async (tx) => {
      const user = await users.find(id, tx);
      if (!user) throw gone();
      mustMatch(req, user);
      const next = { ...user, ...changes, version: user.version + 1 };
      if (isSame({ ...user, ...changes }, user)) return user;
      await users.update(tx, next);
      await outbox.add(tx, "ProfileUpdated", toEvent(next));
      return next;
    });
    sendVersioned(res, changed, changed);
  }

  const service = createService("user-service", {
    ...options,

    routes(app) {
      addAuthRoutes(app, { ...dependencies, authenticate });

      app.get("/.well-known/jwks.json", (_req, res) => {
        res.set("cache-control", "public, max-age=60").send(tokens.keys);
      });

      app.post("/v1/user/validate-token", async (req, res) => {
        const { token } = parse(ValidateRequest, req.body);
        const { id, name } = await authenticate(`Bearer ${token}`);
        answer(res, 200, { success: true, user: { id, name } });
      });

      app.get(["/v1/users", "/v1/user/users"], async (req, res) => {
        await callerOf(req);
        const page = parse(PageQuery, req.query);
        const { items, next } = await readPage(page, users.list);
        if (next) res.set("link", nextLink(req.path, { limit: page.limit, after: next }));
        answer(res, 200, items.map(masked));
      });

      app.get(
        ["/v1/users/me", "/v1/user/get-my-details", "/v1/user/get-profile"],
        async (req, res) => {
          const user = await callerOf(req);
          sendVersioned(res, user, user);
        },
      );

      app.get(
        ["/v1/users/:id", "/v1/user/single-user/:id", "/v1/user/getUserById/:id"],
        async (req, res) => {
          const caller = await callerOf(req);
          const id = String(req.params.id);
          const user = await users.find(id);
          if (!user) throw new Problem(404, `There is no user ${id}.`);
          sendVersioned(res, user, id === caller.id ? user : { id, name: user.name });
        },
      );

      app.put("/v1/users/:id", changeProfile);
      app.patch(["/v1/users/:id", "/v1/user/update-profile"], changeProfile);
      app.post("/v1/user/profile", changeProfile);

      app.delete("/v1/users/:id", async (req, res) => {
        const { id } = await selfOf(req);
        await db.transaction(async (tx) => {
          const user = await users.find(id, tx);
          if (!user) throw gone();
          mustMatch(req, user);
          const deleted = { id, version: user.version + 1 };
          await users.remove(tx, deleted);
          await sessions.endAllOf(tx, id);
          await outbox.add(tx, "UserDeleted", deleted);
        });
        answer(res, 200, { id });
      });
    },

    // After a restore, this service receives its own events again. Versions go on from where they were, or its next events would
    // be older than what the others know; and who was deleted since is deleted again. An event has no email and no password: who
    // registered since has to register again.
    inbox: createInbox(db, contracts, {
      ProfileUpdated: ({ data: { userId: id, ...profile } }, tx) =>
        users.update(tx, { id, ...profile }),
      async UserDeleted({ data }, tx) {
        await users.remove(tx, data);
        await sessions.endAllOf(tx, data.id);
      },
    }),
  });

  return { calls: createCalls({ users, authenticate }), service };
}

/** Deleted since the token was verified. */
const gone = () => new Problem(404, "This user is deleted.");

function isSame(one: User, other: User): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function toEvent(user: User) {
  const { id: userId, name, version } = user;
  const { shippingAddress, pincode, city, country, phoneNumber } = user;
  return { userId, name, version, shippingAddress, pincode, city, country, phoneNumber };
}
