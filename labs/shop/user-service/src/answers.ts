// How a user and a list of them are answered: with a version that a later change may name, in pages, and with hidden emails.

import { Problem } from "@blog/common/base/problem";
import { answer } from "@shop/contracts/envelope";
import type { Request, Response } from "express";

interface Versioned {
  version: number;
}

/** `body` is what this caller may see of it. */
export function sendVersioned(res: Response, { version }: Versioned, body: unknown): void {
  res.set({ etag: etagOf(version), "cache-control": "private, no-cache" }).vary("Authorization");
  answer(res, 200, body);
}

/** Throws a 412 Problem where the caller wants to change another version than this one (RFC 9110, 13.1.1). */
export function mustMatch(req: Request<object>, { version }: Versioned): void {
  const wanted = req.get("if-match");
  if (wanted === undefined || wanted.trim() === "*") return;
  const tags = wanted.split(",").map((tag) => tag.trim());
  if (!tags.includes(etagOf(version)))
    throw new Problem(412, `This was changed since: it is version ${version} now.`, {
      headers: { etag: etagOf(version) },
    });
}

const etagOf = (version: number) => `"${version}"`;

/** The Link header that names the next page. */
export function nextLink(path: string, { limit, after }: { limit: number; after: string }): string {
  return `<${path}?limit=${limit}&after=${encodeURIComponent(after)}>; rel="next"`;
}

/** As others see it: a•••@example.com. */
export function masked<User extends { email: string }>(user: User): User {
  const [first = ""] = user.email;
  return { ...user, email: `${first}•••${user.email.slice(user.email.lastIndexOf("@"))}` };
}
