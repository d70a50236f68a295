// A collector of traces for tests, as small as can be: takes OTLP over HTTP in its JSON form, and remembers the spans.

import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { stopAfterFile } from "../kit/after-file.ts";
import { serve } from "../kit/serve.ts";

const Id = (length: number) => z.string().regex(new RegExp(`^[\\da-f]{${length}}$`));
const Attribute = z.object({
  key: z.string(),
  value: z.union([
    z.strictObject({ stringValue: z.string() }),
    z.strictObject({ intValue: z.int() }),
  ]),
});
const Dropped = z.literal(0);
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
  droppedAttributesCount: Dropped,
  events: z.tuple([]),
  droppedEventsCount: Dropped,
  links: z.tuple([]),
  droppedLinksCount: Dropped,
  status: z.strictObject({ code: z.literal([0, 2]), message: z.string().optional() }),
  flags: z.int(),
});
const ExportRequest = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({
        attributes: z.array(Attribute),
        droppedAttributesCount: Dropped,
      }),
      scopeSpans: z.array(
        z.strictObject({ scope: z.object({ name: z.string() }), spans: z.array(OtlpSpan) }),
      ),
    }),
  ),
});

export type CollectedSpan = z.infer<typeof OtlpSpan> & {
  service: string;
  resource: z.infer<typeof Attribute>[];
};

export interface Collector {
  url: string;
  spans: CollectedSpan[];
  /** What was sent and is not OTLP. */
  mistakes: string[];
  headers: Record<string, unknown>[];
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const mistakes: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createServer(async (req, res) => {
    const request = ExportRequest.safeParse(await json(req));
    headers.push(req.headers);
    if (req.url !== "/v1/traces") mistakes.push(`${req.method} ${req.url}`);
    if (!request.success) mistakes.push(request.error.message);
    for (const { resource, scopeSpans } of request.data?.resourceSpans ?? []) {
      const name = resource.attributes.find(({ key }) => key === "service.name")?.value;
      const service = name && "stringValue" in name ? name.stringValue : "";
      spans.push(
        ...scopeSpans
          .flatMap((scope) => scope.spans)
          .map((span) => ({ ...span, service, resource: resource.attributes })),
      );
    }
    res.setHeader("content-type", "application/json").end("{}");
  });
  const { url, stop } = await serve(server);
  stopAfterFile(stop);
  return { url, spans, mistakes, headers, stop };
}
