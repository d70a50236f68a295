// How a user is answered: with the version that a later change may name, and with a hidden email in a list.

import { entityTag } from "@labs/common/entity-tag";
import { answer } from "@shop/contracts/envelope";
import type { User } from "@shop/contracts/user";
import type { Response } from "express";

/** All of a user for `caller` only; for others the name. */
export function answerUser(res: Response, user: User, caller: User): void {
  const { id, name } = user;
  // The same version has two forms: so what is cached is for one caller.
  res.set({ etag: entityTag(user), "cache-control": "private, no-cache" }).vary("Authorization");
  answer(res, 200, id === caller.id ? user : { id, name });
}

/** As others see it: a•••@example.com. */
export function masked<Listed extends { email: string }>(user: Listed): Listed {
  const [first = ""] = user.email;
  return { ...user, email: `${first}•••${user.email.slice(user.email.lastIndexOf("@"))}` };
}
