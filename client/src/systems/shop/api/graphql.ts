// GraphQL at /graphql: what api-gateway offers in one answer of several services. Queries go by GET, which is no write and not
// counted as one; mutations by POST.

import { isAxiosError } from "axios";
import { http } from "../../../http/http.ts";
import { session, withToken } from "./session.ts";

export interface GraphQlError {
  message: string;
  path?: (string | number)[];
  extensions?: {
    /** UNAUTHENTICATED FORBIDDEN BAD_USER_INPUT NOT_FOUND CONFLICT UNAVAILABLE TOO_COSTLY */
    code?: string;
    /** BAD_USER_INPUT: what is wrong, as in problem+json. */
    errors?: { detail: string; pointer: string }[];
  };
}

/** What the gateway's cache did, since the gateway was started. */
export interface CacheCount {
  hits: number;
  misses: number;
}

export interface GraphQlAnswer<Data> {
  data?: Data | null;
  errors?: GraphQlError[];
  extensions?: { cache?: CacheCount };
}

export interface GraphQlRequest {
  query: string;
  variables?: Record<string, unknown>;
}

/** The gateway's answer has no data, or is about a mutation. */
export class GraphQlFailure extends Error {
  readonly code: string | undefined;
  readonly errors: readonly GraphQlError[];

  constructor(errors: readonly GraphQlError[]) {
    super(errors[0]?.message ?? "The gateway answered without data.");
    this.name = "GraphQlFailure";
    this.code = errors[0]?.extensions?.code;
    this.errors = errors;
  }
}

/** Partial data is data: `errors` names what is missing. Rejects without any. Sent as the user who is signed in, if there is one. */
export async function ask<Data>(
  request: GraphQlRequest,
): Promise<GraphQlAnswer<Data> & { data: Data }> {
  const send = async (config: { headers?: Record<string, string> } = {}) => {
    const answer = await query<Data>(request, config);
    const [first] = answer.errors ?? [];
    if (answer.data && first?.extensions?.code !== "UNAUTHENTICATED")
      return { ...answer, data: answer.data };
    throw new GraphQlFailure(answer.errors ?? []);
  };
  return session.get() ? withToken(send) : send();
}

async function query<Data>(
  request: GraphQlRequest,
  config: { headers?: Record<string, string> },
): Promise<GraphQlAnswer<Data>> {
  const params = {
    query: request.query,
    ...(request.variables && { variables: JSON.stringify(request.variables) }),
  };
  return answerOf<Data>(http.get("/graphql", { ...config, params }));
}

/** Any operation, right or wrong, as the console sends it: what the gateway answers is the answer. Rejects without one. */
export async function run(request: GraphQlRequest): Promise<GraphQlAnswer<unknown>> {
  const send = (config = {}) => answerOf<unknown>(http.post("/graphql", request, config));
  return session.get() ? withToken(send) : send();
}

// An operation that is refused before it runs has a status of its own, and a body like any other.
async function answerOf<Data>(
  sent: Promise<{ data: GraphQlAnswer<Data> }>,
): Promise<GraphQlAnswer<Data>> {
  try {
    return (await sent).data;
  } catch (error) {
    const body: unknown = isAxiosError(error) ? error.response?.data : undefined;
    if (isAnswer<Data>(body)) return body;
    throw error;
  }
}

// Problems of REST have `errors` as well, without a message each.
function isAnswer<Data>(body: unknown): body is GraphQlAnswer<Data> {
  if (typeof body !== "object" || body === null) return false;
  const { errors } = body as { errors?: unknown };
  return "data" in body || (Array.isArray(errors) && typeof errors[0]?.message === "string");
}
