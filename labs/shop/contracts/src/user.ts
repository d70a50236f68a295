// The messages of ownerserviceproto.UserService, which answers the other services about users: the names and types of
// proto/user.proto (a test compares them), and the rules that its types cannot state.

import type { Contract } from "@labs/common/grpc/contract";
import { z } from "zod";

/** What a user sees of themself. Others get id and name, and "" for the rest. */
export const User = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  bio: z.string(),
  shippingAddress: z.string(),
  pincode: z.string(),
  city: z.string(),
  country: z.string(),
  phoneNumber: z.string(),
  createdAt: z.string(),
  version: z.int(),
});
export type User = z.output<typeof User>;

/** Who a token belongs to. */
export const Caller = z.object({ id: z.string(), name: z.string() });
export type Caller = z.output<typeof Caller>;

export const userService = {
  service: "ownerserviceproto.UserService",
  file: new URL("../../proto/user.proto", import.meta.url),
  methods: {
    // The token of the call (metadata `authorization`) decides how much of the user is in the answer.
    GetUser: { request: z.object({ user_id: z.string() }), response: User },
    // Unknown ids are left out.
    GetUsers: {
      request: z.object({ ids: z.array(z.string()).max(1000) }),
      response: z.object({ users: z.array(Caller) }),
    },
    // UNAUTHENTICATED when it is no token of a user that there is.
    ValidateUserToken: { request: z.object({ token: z.string() }), response: Caller },
  },
} satisfies Contract;
