// Asks a service over REST, for what it offers in no other way. Answers are `{status, message}`; what fails is a Problem here, as
// the service has answered it: its status, its sentence and its fields. Nothing is repeated: it may have happened.

import { Agent } from "undici";
import { Problem } from "@blog/common/base/problem";
import { reasonOf } from "@blog/common/base/reason";
import { z } from "zod";

export interface RestOptions {
  /** Of the caller, passed on. */
  authorization?: string | undefined;
  idempotencyKey?: string | undefined;
  /** The address of the client, which services count writes by. */
  forwardedFor?: string | undefined;
  deadlineMs: number;
}

interface RestRequest extends RestOptions {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Segments; what comes from a client is escaped. */
  path: string[];
  query?: Record<string, string>;
  body?: object;
}

export interface RestClient {
  /** Resolves with `message` of the answer, as `schema` has it. */
  ask<Message>(schema: z.ZodType<Message>, request: RestRequest): Promise<Message>;
  close(): Promise<void>;
}

const ProblemBody = z.object({
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
});

/** `service` is its name, for sentences. */
export function createRestClient(service: string, baseUrl: string): RestClient {
  // Its own: the global one may be set to ask by way of a proxy for the web.
  const connections = new Agent({ keepAliveTimeout: 2000 });
  const { origin, pathname } = new URL(baseUrl);

  async function send({ method, path, query = {}, body, deadlineMs, ...sender }: RestRequest) {
    const url = `${pathname.replace(/\/$/, "")}/${path.map(segment).join("/")}`;
    const { authorization, idempotencyKey, forwardedFor } = sender;
    const headers = {
      ...(body && { "content-type": "application/json" }),
      ...(authorization && { authorization }),
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
      ...(forwardedFor && { "x-forwarded-for": forwardedFor }),
    };
    const search = new URLSearchParams(query).toString();
    const answer = await connections.request({
      ...{ origin, path: search ? `${url}?${search}` : url, method, headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(Math.max(0, deadlineMs)),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: text === "" ? {} : (JSON.parse(text) as unknown) };
  }

  return {
    async ask(schema, request) {
      const { status, json } = await send(request).catch((error: unknown) => {
        throw silence(service, error);
      });
      if (status >= 300) throw toProblem(service, status, json);
      return z.object({ message: schema }).parse(json).message;
    },

    close: () => connections.close(),
  };
}

// A dot segment would be another path, and no id of ours has any of this.
function segment(text: string): string {
  if (/^\.*$/.test(text)) throw new Problem(404, "There is nothing with this id.");
  return encodeURIComponent(text);
}

function silence(service: string, error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (error instanceof Error && error.name === "TimeoutError")
    return new Problem(504, `${service} did not answer in time.`);
  if (error instanceof SyntaxError)
    return new Error(`${service} has not answered with JSON: ${reasonOf(error)}`);
  return new Problem(503, `${service} is not available.`);
}

function toProblem(service: string, status: number, json: unknown): Error {
  if ([502, 503].includes(status)) return new Problem(503, `${service} is not available.`);
  if (status === 504) return new Problem(504, `${service} did not answer in time.`);
  const { success, data } = ProblemBody.safeParse(json);
  if (status < 500 && success) return new Problem(status, data.detail, { errors: data.errors });
  return new Error(`${service} has answered ${status}.`);
}
