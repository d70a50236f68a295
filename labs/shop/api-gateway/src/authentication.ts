// Who makes a request, found out in one of two ways (AUTH): by asking user-service about each token, which knows at once that one
// was revoked, or by verifying it here (createTokenVerifier), which depends on no other service, and believes a revoked token
// until it expires. This file asks.

import { type Caller, unauthenticated, type VerifyToken } from "@labs/common/bearer";
import type { ShopClients } from "./clients.ts";

/** One call for each request that needs a caller. Throws 503 while user-service is away. */
export function createIntrospection({ users }: Pick<ShopClients, "users">): VerifyToken {
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    if (!token) throw unauthenticated("This needs an access token: Authorization: Bearer <token>.");
    const { id, name }: Caller = await users.ValidateUserToken({ token });
    return { id, name };
  };
}
