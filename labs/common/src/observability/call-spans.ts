// A span for each call, where it is made and where it is answered. Names follow the conventions:
// https://opentelemetry.io/docs/specs/semconv/rpc/grpc/

import { endSpans, handOn, startSpan } from "@blog/common/observability/spans";
import { status } from "@grpc/grpc-js";
import { SpanKind } from "@opentelemetry/api";
import type { StartCallSpan } from "../grpc/call-span.ts";

const KINDS = { client: SpanKind.CLIENT, server: SpanKind.SERVER };

// For a caller every code but OK is a failure. For a server those are not that the caller is to blame for.
const OF_THE_SERVER = new Set([
  ...["UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"],
]);

export const startCallSpan: StartCallSpan = ({ side, service, method, traceparent }) => {
  const attributes = { "rpc.system": "grpc", "rpc.service": service, "rpc.method": method };
  const headers = traceparent === undefined ? {} : { traceparent };
  const span = startSpan(`${service}/${method}`, KINDS[side], headers, attributes);

  return {
    traceparent: handOn(span, { traceparent }).traceparent,
    end(code) {
      span.setAttribute("rpc.grpc.status_code", status[code]);
      const hasFailed = side === "client" ? code !== "OK" : OF_THE_SERVER.has(code);
      endSpans([span], hasFailed ? code : undefined);
    },
  };
};
