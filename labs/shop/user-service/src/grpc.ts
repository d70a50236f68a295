// What the other services ask. Names are for all of them; an email and an address are for the user whose token comes with the call.

import type { Handlers } from "@labs/common/grpc/server";
import { failure } from "@labs/common/grpc/status";
import type { User, userService } from "@shop/contracts/user";
import type { Authenticate } from "./authenticate.ts";
import type { UserStore } from "./user-store.ts";

interface Dependencies {
  users: UserStore;
  authenticate: Authenticate;
}

export function createCalls({ users, authenticate }: Dependencies): Handlers<typeof userService> {
  return {
    // Without a token as with another's: no secret, and so no refusal. A token that is not good is refused.
    async GetUser({ user_id: id }, { authorization }) {
      const caller = authorization === undefined ? undefined : await authenticate(authorization);
      if (caller?.id === id) return caller;
      const user = await users.find(id);
      if (!user) throw failure("NOT_FOUND", `There is no user ${id}.`);
      return { ...EMPTY, id, name: user.name };
    },

    GetUsers: async ({ ids }) => ({ users: await users.findNames(ids) }),

    async ValidateUserToken({ token }) {
      const { id, name } = await authenticate(`Bearer ${token}`);
      return { id, name };
    },
  };
}

const EMPTY: User = {
  ...{ id: "", name: "", email: "", bio: "" },
  ...{ shippingAddress: "", pincode: "", city: "", country: "", phoneNumber: "" },
  ...{ createdAt: "", version: 0 },
};
