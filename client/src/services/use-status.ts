// The state of all services, as the gateway sees it, second by second.

import { useEffect, useState } from "react";
import type { StatusReport } from "../../gateway/status-report.ts";
import { type ConnectionState, startEventStream } from "../http/event-stream.ts";

export function useStatus(): { report: StatusReport | undefined; connection: ConnectionState } {
  const [report, setReport] = useState<StatusReport>();
  const [connection, setConnection] = useState<ConnectionState>("connecting");

  useEffect(
    () =>
      startEventStream("/status", {
        events: { status: (data) => setReport(JSON.parse(data)) },
        onState: setConnection,
      }),
    [],
  );

  return { report, connection };
}
