// What observes single calls, on both sides, such as for traces. main.ts hands it in; without it, a trace is passed on as it came.

import type { Code } from "./status.ts";

export interface ObservedCall {
  /** "client" where it is made, "server" where it is answered. */
  side: "client" | "server";
  service: string;
  method: string;
  /** Of the trace that it belongs to, if there is one: W3C Trace Context. */
  traceparent: string | undefined;
}

export interface CallSpan {
  /** For what is done for this call. */
  traceparent: string | undefined;
  end(code: Code): void;
}

/** Called when a call begins. With all its retries it is one. */
export type StartCallSpan = (call: ObservedCall) => CallSpan;

export const noSpan: StartCallSpan = ({ traceparent }) => ({ traceparent, end() {} });
