// GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), by its reference implementation. Ours is what comes
// before it: how large a request may be, and that one which is refused as a whole is a 400, whatever the client accepts. An answer
// with errors of single fields is a 200: there may be data in it.

import {
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
} from "graphql";
import { createHandler, type Request as GraphQLRequest, type Response } from "graphql-http";
import type { Request, RequestHandler } from "express";
import type { Logger } from "@blog/common/base/logger";
import { Problem } from "@blog/common/base/problem";
import type { CheckRequest } from "./check-request.ts";
import type { RequestContext } from "./context.ts";
import { refusal, toClientError } from "./errors.ts";
import { MAX_BYTES } from "./limits.ts";
import type { GraphQLMetrics, RequestKind } from "./metrics.ts";

interface Dependencies {
  check: CheckRequest;
  createContext: (req: Request) => RequestContext;
  metrics: GraphQLMetrics;
  log: Logger;
  /** How many lists came from the cache so far, for the page to show. */
  countCache: () => { hits: number; misses: number };
}

interface Progress {
  kind: RequestKind;
}

type Incoming = GraphQLRequest<Request, Progress>;
type Arguments = ExecutionArgs & { contextValue?: Context };
/** As graphql-http has it: a context with any properties. */
type Context = RequestContext & Record<PropertyKey, unknown>;

export function createGraphQLEndpoint(dependencies: Dependencies): RequestHandler {
  const { check, createContext, metrics, log, countCache } = dependencies;

  function formatError(error: Readonly<Error>): GraphQLError {
    const shown = toClientError(error, (err) => log.error({ err }, "a field has failed"));
    metrics.countError(String(shown.extensions.code));
    return shown;
  }

  const refuse = (errors: readonly Readonly<Error>[], status = 400): Response => [
    JSON.stringify({ errors: errors.map(formatError) }),
    {
      status,
      statusText: "",
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...(status === 405 && { allow: "POST" }),
      },
    },
  ];

  const handle = createHandler<Request, Progress, Context>({
    onSubscribe({ method, context }, params): Response | Arguments {
      try {
        const { operation, args } = check(params);
        if (method === "GET" && operation.operation !== "query")
          return refuse(
            [refusal("BAD_USER_INPUT", "GET is for queries: please send a POST.")],
            405,
          );
        context.kind = operation.operation === "mutation" ? "mutation" : "query";
        return args;
      } catch (error) {
        const errors: unknown[] = Array.isArray(error) ? error : [error];
        if (!errors.every((each) => each instanceof GraphQLError)) throw error;
        return refuse(errors);
      }
    },
    onOperation: (_request, _args, result) => ({
      ...(result as ExecutionResult),
      extensions: { cache: countCache() },
    }),
    context: ({ raw }) => createContext(raw) as Context,
    // Of the graphql that has made the schema: where tools load the library a second time, the other one would not know it.
    ...{ execute, getOperationAST },
    formatError,
  });

  return async (req, res) => {
    mustBeSmall(req);
    const endTimer = metrics.startTimer();
    const progress: Progress = { kind: "refused" };
    const [body, { status, headers }] = await handle(incoming(req, progress));
    endTimer(progress.kind);
    // It may have tokens in it, and what only this client may see.
    res.set({ ...headers, "cache-control": "no-store" });
    res.status(status).send(body ?? "");
  };
}

function incoming(req: Request, context: Progress): Incoming {
  const { method, originalUrl: url, headers, body } = req;
  return { method, url, headers, body, raw: req, context };
}

// The body has been parsed, within a larger limit that all services have.
function mustBeSmall(req: Request): void {
  const declared = req.get("content-length");
  const bytes = declared ? Number(declared) : Buffer.byteLength(JSON.stringify(req.body ?? {}));
  if (bytes > MAX_BYTES) throw new Problem(413, `A request has at most ${MAX_BYTES} bytes.`);
}
