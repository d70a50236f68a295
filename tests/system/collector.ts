// A collector of traces for tests, as small as can be: takes OTLP over HTTP in its JSON form, and remembers the spans.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll } from "vitest";
import { z } from "zod";

const Id = (length: number) => z.string().regex(new RegExp(`^[\\da-f]{${length}}$`));
const Attribute = z.object({
  key: z.string(),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ intValue: z.string().regex(/^\d+$/) }),
  ]),
});
// As strict as the protocol: times are text, kinds are numbers, ids are hexadecimal.
const OtlpSpan = z.strictObject({
  traceId: Id(32),
  spanId: Id(16),
  parentSpanId: Id(16).optional(),
  name: z.string(),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: z.array(Attribute),
  status: z.strictObject({ code: z.literal(2).optional(), message: z.string().optional() }),
});
const ExportRequest = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(
        z.strictObject({ scope: z.object({ name: z.string() }), spans: z.array(OtlpSpan) }),
      ),
    }),
  ),
});

export type CollectedSpan = z.infer<typeof OtlpSpan> & { service: string };

export interface Collector {
  url: string;
  spans: CollectedSpan[];
  /** What was sent and is not OTLP. */
  mistakes: string[];
  headers: Record<string, unknown>[];
}

export async function startCollector(): Promise<Collector> {
  const collector: Collector = { url: "", spans: [], mistakes: [], headers: [] };
  const server = createServer(async (req, res) => {
    const request = ExportRequest.safeParse(await json(req));
    collector.headers.push(req.headers);
    if (req.url !== "/v1/traces") collector.mistakes.push(`${req.method} ${req.url}`);
    if (!request.success) collector.mistakes.push(request.error.message);
    for (const { resource, scopeSpans } of request.data?.resourceSpans ?? []) {
      const name = resource.attributes.find(({ key }) => key === "service.name")?.value;
      const service = name && "stringValue" in name ? name.stringValue : "";
      collector.spans.push(
        ...scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service }))),
      );
    }
    res.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address with one.
  collector.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return collector;
}
