// Reads the body of a request as it is, within two limits: its own, and that of all requests of this process together
// (byte-budget.ts). Compressed bodies are not taken: none of the course's parts sends one, and a few bytes could become
// gigabytes.

import type { Request, RequestHandler, Response } from "express";
import { type ByteBudget, requestBytes } from "./byte-budget.ts";
import { createChunks } from "./chunks.ts";
import { Problem } from "../base/problem.ts";

interface RawBodyOptions {
  /** The media type that is read; all, when it is left out. */
  type?: string;
  /** In bytes. */
  limit: number;
  budget?: ByteBudget;
}

/** Sets `req.body` to a Buffer, where there is a body of this type that was not read before. */
export function rawBody({ type, limit, budget = requestBytes }: RawBodyOptions): RequestHandler {
  return async (req, res, next) => {
    const isMeant = type === undefined ? hasBody(req) : isOfType(req, type);
    if (isMeant && !Buffer.isBuffer(req.body)) req.body = await readBody(req, res, limit, budget);
    next();
  };
}

/**
 * Throws 413 for a body that is larger than `limit` bytes, 415 for a compressed one, and 503 when there is no room for it in
 * the process. What was read counts until the answer has been sent.
 */
export function readBody(
  req: Request,
  res: Response,
  limit: number,
  budget: ByteBudget = requestBytes,
): Promise<Buffer> {
  const { "content-encoding": coding = "identity", "content-length": declared } = req.headers;
  if (coding.toLowerCase() !== "identity")
    throw new Problem(415, "A compressed body is not taken here.");
  if (Number(declared ?? 0) > limit) throw tooLarge();

  return new Promise((resolve, reject) => {
    const chunks = createChunks();
    const hold = budget.hold(() => stop(noRoom()));
    res.once("close", hold.release);
    req.on("data", add).once("end", finish).once("error", fail);

    function add(chunk: Buffer): void {
      chunks.add(chunk);
      if (chunks.length() > limit) stop(tooLarge());
      else hold.resize(chunks.held());
    }

    function finish(): void {
      hold.complete();
      resolve(chunks.join());
    }

    function fail(): void {
      stop(new Problem(400, "The request cannot be read."));
    }

    // What still comes is read past, until the answer has closed the connection.
    function stop(problem: Problem): void {
      req.off("data", add).off("end", finish).resume();
      hold.release();
      chunks.join();
      reject(problem);
    }
  });
}

function isOfType(req: Request, type: string): boolean {
  // As nearly all programs write it, without a parameter: then nothing has to be parsed.
  return (req.headers["content-type"] === type && hasBody(req)) || Boolean(req.is(type));
}

function hasBody({ headers }: Request): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function tooLarge(): Problem {
  return new Problem(413, "The body is larger than this service accepts.");
}

function noRoom(): Problem {
  return new Problem(503, "Too many requests are arriving at once, and this one was the slowest.", {
    headers: { "retry-after": "1", connection: "close" },
  });
}
