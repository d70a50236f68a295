// Sends one request and looks at the answer without reading it, with undici's dispatch: no stream is made for a body that
// is not read. Measured with single deliveries to four: a fifth less CPU for an event. The plain version is
// connection.request() and response.body.dump({ limit, signal }).

import type { Dispatcher } from "undici";

/** Past that, or when it trickles, the connection is cut instead of read to the end. */
const MAX_BYTES = 65_536;

export interface Looked {
  status: number;
  header(name: string): string | undefined;
}

/** Resolves when the answer has ended or was cut, `timeoutMs` after it began at the latest. Rejects when there is none. */
export function lookAtAnswer(
  connection: Dispatcher,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<Looked> {
  return new Promise((resolve, reject) => {
    let looked: Looked | undefined;
    let bytes = 0;
    let timer: NodeJS.Timeout | undefined;

    function end(error?: Error): void {
      clearTimeout(timer);
      if (looked) resolve(looked);
      else reject(error ?? new Error("The answer has no status."));
    }

    connection.dispatch(request, {
      onRequestStart() {},
      onResponseStart(controller, status, headers) {
        // An informational answer (1xx) is followed by another one.
        if (status < 200) return;
        looked = { status, header: (name) => headers[name]?.toString() };
        timer = setTimeout(() => controller.abort(new Error("It takes too long.")), timeoutMs);
      },
      onResponseData(controller, chunk) {
        bytes += chunk.length;
        if (bytes > MAX_BYTES) controller.abort(new Error("It is too long."));
      },
      onResponseEnd: () => end(),
      onResponseError: (_controller, error) => end(error),
    });
  });
}
