// What user-service answers over HTTP, for /api-docs. The other services ask it over gRPC (proto/user.proto).

import {
  body,
  describeApi,
  inHeader,
  inPath,
  inQuery,
  json,
  type Operation,
  type Paths,
  problem,
  type ResponseDescription,
} from "@blog/common/api-docs/openapi";
import {
  deliveryPaths,
  idempotencyKeyHeader,
  operatorPaths,
  serviceSchemas,
} from "@blog/common/api-docs/openapi-shared";
import { Caller, User } from "@shop/contracts/user";
import { z } from "zod";
import {
  Credentials,
  NewUser,
  PageQuery,
  PasswordChange,
  ProfileChanges,
  RefreshRequest,
  ValidateRequest,
} from "./src/requests.ts";

/** What every route answers with success. */
const answerOf = (message: z.ZodType) => z.object({ status: z.int(), message });
const Registered = Caller.extend({ email: z.string() });

const schemas = {
  ...{ NewUser, Credentials, RefreshRequest, PasswordChange, ProfileChanges, ValidateRequest },
  RegisteredAnswer: answerOf(Registered),
  TokensAnswer: answerOf(
    z.object({ accessToken: z.string(), refreshToken: z.string(), expiresIn: z.int() }),
  ),
  TextAnswer: answerOf(z.string()),
  UsersAnswer: answerOf(z.array(Registered)),
  UserAnswer: answerOf(User),
  UserOrNameAnswer: answerOf(z.union([User, Caller])),
  DeletedAnswer: answerOf(z.object({ id: z.string() })),
  ValidatedAnswer: answerOf(z.object({ success: z.literal(true), user: Caller })),
  PublicKeys: z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) }),
};

type Method = "get" | "post" | "put" | "patch" | "delete";

/** One handler at several paths. */
function routes(
  method: Method,
  paths: string[],
  operation: Operation,
): [Method, string, Operation][] {
  return paths.map((path, index) => {
    const operationId = operation.operationId + (index === 0 ? "" : index + 1);
    const isById = path.includes("{id}");
    const parameters = [
      ...(isById ? [inPath("id", "The user's id.")] : []),
      ...(operation.parameters ?? []),
    ];
    return [
      method,
      path,
      { ...operation, operationId, ...(parameters.length > 0 && { parameters }) },
    ];
  });
}

function toPaths(all: [Method, string, Operation][]): Paths {
  const paths: Paths = {};
  for (const [method, path, operation] of all)
    paths[path] = { ...paths[path], [method]: operation };
  return paths;
}

const bearer = { security: [{ accessToken: [] }] };
const refused = { 401: problem("The token is not valid, or not any more.") };
const wrongField = { 400: problem("A field is missing or wrong; the answer names it.") };
const badBody = {
  ...wrongField,
  413: problem("More than 128 kB."),
  415: problem("No JSON."),
  429: problem("Too many writes from this address in a minute."),
};
const tooManyAttempts = problem(
  "Ten failures for this email from this address in a quarter of an hour, or too many writes. Wait as `Retry-After` asks.",
);
const busy = { 503: problem("Too many passwords are being checked: please try again.") };
const ifMatch = inHeader("If-Match", "The `ETag` of the version that is to be changed.");
const outdated = {
  403: problem("This is another user."),
  404: problem("The user was deleted at the same moment."),
  412: problem("It was changed since; `ETag` has its version now."),
};

function withHeader(name: string, description: string, response: ResponseDescription) {
  return { ...response, headers: { [name]: { description, schema: { type: "string" } } } };
}

const versioned = (description: string, schema: string) =>
  withHeader("etag", "Its version, for `If-Match`.", json(description, schema));

const profileChange: Operation = {
  ...bearer,
  operationId: "changeProfile",
  summary: "Changes what is named of one's profile.",
  parameters: [ifMatch],
  requestBody: body("ProfileChanges", { city: "London", country: "UK" }),
  responses: { 200: versioned("The user now.", "UserAnswer"), ...badBody, ...refused, ...outdated },
};
const ada = { name: "Ada", email: "ada@example.com", password: "correct horse" };

const newPassword = { currentPassword: ada.password, newPassword: "battery staple" };

const described = describeApi({
  title: "user-service",
  description:
    "Owns the users: registration, tokens, profiles. Most routes have two paths, one of each of two published shops.",
  schemas: { ...schemas, ...serviceSchemas },
  paths: {
    ...toPaths([
      ...routes("post", ["/v1/auth/signup", "/v1/auth/register"], {
        operationId: "register",
        summary: "Registers a user.",
        parameters: [idempotencyKeyHeader],
        requestBody: body("NewUser", ada),
        responses: {
          201: json("The user.", "RegisteredAnswer"),
          ...badBody,
          409: problem("Another user has this email."),
          422: problem("The Idempotency-Key has come with another request before."),
          ...busy,
        },
      }),
      ...routes("post", ["/v1/auth/signin", "/v1/auth/login"], {
        operationId: "signIn",
        summary: "Begins a session: an access token for 15 minutes, a refresh token for 30 days.",
        requestBody: body("Credentials", { email: ada.email, password: ada.password }),
        responses: {
          200: json("The tokens.", "TokensAnswer"),
          ...badBody,
          401: problem("The email or the password is wrong."),
          429: tooManyAttempts,
          ...busy,
        },
      }),
      ...routes("post", ["/v1/auth/refresh"], {
        operationId: "refresh",
        summary: "New tokens for a refresh token. One that was used before ends its session.",
        requestBody: body("RefreshRequest", { refreshToken: "…" }),
        responses: { 200: json("The tokens.", "TokensAnswer"), ...badBody, ...refused },
      }),
      ...routes("post", ["/v1/auth/logout"], {
        operationId: "signOut",
        summary: "Ends the session of a refresh token.",
        requestBody: body("RefreshRequest", { refreshToken: "…" }),
        responses: { 200: json("It has ended, now or earlier.", "TextAnswer"), ...badBody },
      }),
      ...routes("post", ["/v1/auth/password"], {
        ...bearer,
        operationId: "changePassword",
        summary: "Changes one's password, and ends all of one's sessions.",
        requestBody: body("PasswordChange", newPassword),
        responses: {
          200: json("It is changed.", "TextAnswer"),
          ...badBody,
          ...refused,
          403: problem("The current password is another one."),
          409: problem("It was changed at the same moment."),
          429: tooManyAttempts,
          ...busy,
        },
      }),
      ...routes("post", ["/v1/user/validate-token"], {
        operationId: "validateToken",
        summary: "Whose token it is, of those whose session has not ended.",
        requestBody: body("ValidateRequest", { token: "…" }),
        responses: { 200: json("Its user.", "ValidatedAnswer"), ...badBody, ...refused },
      }),
      ...routes("get", ["/v1/users", "/v1/user/users"], {
        ...bearer,
        operationId: "listUsers",
        summary: "Users, in the order of their registration. Emails are masked.",
        parameters: inQuery(PageQuery, {
          limit: "How many, at most.",
          after: "The id of the last one of the page before; `Link` has it.",
        }),
        responses: {
          200: withHeader("link", 'The next page: rel="next".', json("A page.", "UsersAnswer")),
          ...wrongField,
          ...refused,
        },
      }),
      ...routes("get", ["/v1/users/me", "/v1/user/get-my-details", "/v1/user/get-profile"], {
        ...bearer,
        operationId: "readMe",
        summary: "Oneself.",
        responses: { 200: versioned("The user.", "UserAnswer"), ...refused },
      }),
      ...routes(
        "get",
        ["/v1/users/{id}", "/v1/user/single-user/{id}", "/v1/user/getUserById/{id}"],
        {
          ...bearer,
          operationId: "readUser",
          summary: "A user: of others, the name.",
          responses: {
            200: versioned("The user.", "UserOrNameAnswer"),
            ...refused,
            404: problem("There is no such user."),
          },
        },
      ),
      ...routes("put", ["/v1/users/{id}"], { ...profileChange, operationId: "putProfile" }),
      ...routes("patch", ["/v1/users/{id}", "/v1/user/update-profile"], profileChange),
      ...routes("post", ["/v1/user/profile"], { ...profileChange, operationId: "postProfile" }),
      ...routes("delete", ["/v1/users/{id}"], {
        ...bearer,
        operationId: "deleteUser",
        summary: "Deletes oneself, and ends all of one's sessions.",
        parameters: [ifMatch],
        responses: { 200: json("The user is deleted.", "DeletedAnswer"), ...refused, ...outdated },
      }),
      ...routes("get", ["/.well-known/jwks.json"], {
        operationId: "readPublicKeys",
        summary: "The keys with which access tokens are verified (RFC 7517).",
        responses: { 200: json("The keys.", "PublicKeys") },
      }),
    ]),
    ...deliveryPaths("ProfileUpdated and UserDeleted, its own", {
      type: "UserDeleted",
      data: { id: "user-1", version: 2 },
    }),
    ...operatorPaths,
  },
}) as { components: object };

export const openApi = {
  ...described,
  components: {
    ...described.components,
    securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
  },
};
