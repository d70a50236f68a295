// What callers may ask for, with the names of both published shops. Anything else is refused by the name of its field.

import { wholeNumber } from "@blog/common/base/settings";
import { textOf } from "@blog/common/base/text";
import { MAX_PAGE } from "@labs/common/page";
import { z } from "zod";

const Name = textOf(200);
const Email = z.email("must be an email address").max(254, "must have at most 254 characters");
const Password = z
  .string("must be text")
  .min(8, "must have at least 8 characters")
  .max(128, "must have at most 128 characters");
/** One that is compared, so that only its size matters. */
const GivenPassword = z.string("must be text").min(1, "must not be empty").max(128, "is too long");
const Token = z.string("must be text").min(1, "must not be empty").max(4096, "is too long");

/** As textOf, but it may be empty: so a user removes it. */
function clearable(characters: number) {
  const text = textOf(characters);
  return z
    .string("must be text")
    .trim()
    .superRefine((value, context) => {
      if (value === "") return;
      for (const { message } of text.safeParse(value).error?.issues ?? [])
        context.addIssue(message);
    });
}

const Address = {
  shippingAddress: z.exactOptional(clearable(300)),
  pincode: z.exactOptional(clearable(20)),
  city: z.exactOptional(clearable(100)),
  country: z.exactOptional(clearable(100)),
  phoneNumber: z.exactOptional(clearable(40)),
};

/** Both ways of naming oneself: `name`, or `first_name` and `last_name`, with which `address` comes. */
export const NewUser = z
  .object({
    name: z.exactOptional(Name),
    first_name: z.exactOptional(Name),
    last_name: z.exactOptional(clearable(200)),
    email: Email,
    password: Password,
    ...Address,
    address: z.exactOptional(clearable(300)),
  })
  .transform(({ name, first_name, last_name = "", email, password, ...address }, context) => {
    const given = name ?? (first_name && `${first_name} ${last_name}`.trim());
    if (given === undefined)
      context.addIssue({ code: "custom", path: ["name"], message: "must be text" });
    const { address: line = "", ...parts } = address;
    return {
      name: given ?? "",
      ...{ email, password },
      address: {
        ...{ shippingAddress: line, pincode: "", city: "", country: "", phoneNumber: "" },
        ...parts,
      },
    };
  });
export type NewUser = z.output<typeof NewUser>;

export const Credentials = z.object({
  email: z.string("must be text").min(1, "must not be empty").max(254, "is too long"),
  password: GivenPassword,
});

export const RefreshRequest = z.object({ refreshToken: Token });
export const ValidateRequest = z.object({ token: Token });

export const PasswordChange = z.object({ currentPassword: GivenPassword, newPassword: Password });

/** What is not named stays as it is. */
export const ProfileChanges = z.object({
  name: z.exactOptional(Name),
  bio: z.exactOptional(clearable(1000)),
  ...Address,
});

export const PageQuery = z.object({
  limit: wholeNumber(1, MAX_PAGE).default(100),
  after: z.string("must be the id of one of them").default(""),
});
