// The last two handlers of every app: what nobody answered is a 404, what was thrown is problem+json.
// Callers see what a Problem says; of any other failure they learn nothing, and the log learns everything.

import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "../base/logger.ts";
import { Problem } from "../base/problem.ts";

export const answerNotFound: RequestHandler = (req) => {
  throw new Problem(404, `There is nothing at ${req.method} ${req.path}.`);
};

export const answerProblem: ErrorRequestHandler = (error, req, res, next) => {
  // The answer is already under way: the one honest thing left is to break it off.
  if (res.headersSent) return next(error);
  const problem = asProblem(error);
  const request = `${req.method} ${req.originalUrl}`;
  if (req.log) logProblem(req.log, problem, { request, error });
  sendProblem(res, problem);
};

/** `error` is what the problem was made of: callers do not see it, so the log has to. */
export function logProblem(
  log: Logger,
  { status, message }: Problem,
  { request, error }: { request: string; error: unknown },
): void {
  // A 503 is how "not yet" is said, to whoever asks every second: no news for the log.
  if (status === 500) log.error({ request, err: error }, "the request failed");
  else if (status > 503) log.warn({ request, status }, message);
}

/** Answers with problem+json, for the places that do not go through Express's error handling. */
export function sendProblem(res: Response, problem: Problem): void {
  res
    .status(problem.status)
    .set(problem.headers)
    .type("application/problem+json")
    .send(JSON.stringify(problem));
}

/** What callers are told of a failure. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return (
    expressProblem(error) ?? new Problem(500, "Something went wrong here. It has been logged.")
  );
}

// body-parser and express throw http-errors: 4xx ones carry `expose: true`. Their texts can quote the body
// or name inner parts, so ours replace them.
function expressProblem(error: unknown): Problem | undefined {
  // The router could not decode a part of the path, such as "%zz".
  if (error instanceof URIError) return new Problem(400, "The path is not valid percent-encoding.");
  if (!(error instanceof Error) || !("expose" in error && error.expose === true)) return undefined;
  const status = "status" in error && typeof error.status === "number" ? error.status : 400;
  const type = "type" in error ? error.type : undefined;
  if (type === "entity.parse.failed") return new Problem(400, "The body is not valid JSON.");
  if (type === "entity.too.large")
    return new Problem(413, "The body is larger than this service accepts.");
  return new Problem(status, "The request cannot be read.");
}
