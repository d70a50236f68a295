// The last two handlers of every app: a request without a route is a 404, what was thrown is problem+json.
// Callers see the text of a Problem; any other failure is only in the log.

import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import type { Logger } from "../base/logger.ts";
import { Problem } from "../base/problem.ts";

export const answerNotFound: RequestHandler = (req) => {
  throw new Problem(404, `There is nothing at ${req.method} ${req.path}.`);
};

export const answerProblem: ErrorRequestHandler = (error, req, res, next) => {
  // The answer has begun: it can only be broken off.
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
  // A 503 means "not yet", and probes ask every second: it would fill the log.
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

/** What callers see of a failure. */
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
