// The profile of the user who is signed in, and the users that there are from the first start.

import { readOwn, write } from "./rest.ts";
import { rename } from "./session.ts";

export interface Profile {
  id: string;
  name: string;
  email: string;
  bio: string;
  shippingAddress: string;
  pincode: string;
  city: string;
  country: string;
  phoneNumber: string;
  version: number;
}

export type ProfileChange = Partial<Omit<Profile, "id" | "email" | "version">>;

/** They are there after the first start of the shop, with a password that is no secret. */
export const SEEDED = [
  { name: "Ada", email: "ada@example.com" },
  { name: "Bob", email: "bob@example.com" },
] as const;
export const SEEDED_PASSWORD = "correct horse battery";

export function getProfile(): Promise<Profile> {
  return readOwn("/v1/users/me");
}

/** `version`: as it was read. Rejects with 412 where it was changed elsewhere since. */
export async function updateProfile(
  { id, version }: Pick<Profile, "id" | "version">,
  change: ProfileChange,
): Promise<Profile> {
  const path = `/v1/users/${encodeURIComponent(id)}`;
  const changed = await write<Profile>({ method: "PATCH", path, body: change, ifMatch: version });
  rename(changed.name);
  return changed;
}
