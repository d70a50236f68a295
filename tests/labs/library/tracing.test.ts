// One question is one trace, across all services that it takes; and so is what a write causes.

import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { traceHandling, tracePublishing } from "@blog/common/observability/event-spans";
import { traceRequests } from "@blog/common/observability/request-spans";
import { startCallSpan } from "@labs/common/observability/call-spans";
import request from "supertest";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { recordSpans } from "../../kit/recorded-spans.ts";
import { startLibrary } from "./library.ts";

const exporter = recordSpans();

const instrumentation = {
  ...{ requests: traceRequests, inbox: traceHandling, bus: tracePublishing },
  stop: async () => {},
};

async function startTracedLibrary() {
  const library = await startLibrary(undefined, { instrumentation, startSpan: startCallSpan });
  onTestFinished(library.close);
  return library;
}

/** Each span, and that in which it was made: `parent > span`. */
function tree(): string[] {
  const spans = exporter.getFinishedSpans();
  const names = new Map(
    spans.map((span) => [span.spanContext().spanId, `${SpanKind[span.kind]} ${span.name}`]),
  );
  return spans
    .map((span) => {
      const parent = names.get(span.parentSpanContext?.spanId ?? "") ?? "";
      return `${parent} > ${names.get(span.spanContext().spanId)}`;
    })
    .toSorted();
}

describe("A question by rpc", () => {
  it("is one trace: the request, and each call where it is made and where it is answered", async () => {
    const { app, authors, books } = await startTracedLibrary();
    const { id: authorId } = await authors.CreateAuthor({ name: "Ada", email: "ada@example.com" });
    await books.CreateBook({ title: "Notes", authorId, publishedYear: 1843 });
    await vi.waitFor(() => expect(exporter.getFinishedSpans()).toHaveLength(6));
    exporter.reset();

    await request(app).get("/books?by=rpc").expect(200);

    await vi.waitFor(() =>
      expect(tree()).toEqual([
        " > SERVER GET /books",
        "CLIENT author.AuthorService/GetAuthors > SERVER author.AuthorService/GetAuthors",
        "CLIENT book.BookService/ListBooks > SERVER book.BookService/ListBooks",
        "SERVER GET /books > CLIENT author.AuthorService/GetAuthors",
        "SERVER GET /books > CLIENT book.BookService/ListBooks",
      ]),
    );
    const traces = exporter.getFinishedSpans().map((span) => span.spanContext().traceId);
    expect(new Set(traces).size).toBe(1);
  });
});

describe("A call", () => {
  it("that one service makes for another one belongs to the call it is made for", async () => {
    const { app, authors } = await startTracedLibrary();
    const { id: authorId } = await authors.CreateAuthor({ name: "Ada", email: "ada@example.com" });
    await vi.waitFor(() => expect(exporter.getFinishedSpans()).toHaveLength(2));
    exporter.reset();

    await request(app).post("/books").send({ title: "Notes", authorId, publishedYear: 1843 });

    await vi.waitFor(() =>
      expect(tree()).toEqual([
        " > SERVER POST /books",
        "CLIENT author.AuthorService/GetAuthor > SERVER author.AuthorService/GetAuthor",
        "CLIENT book.BookService/CreateBook > SERVER book.BookService/CreateBook",
        "SERVER POST /books > CLIENT book.BookService/CreateBook",
        "SERVER book.BookService/CreateBook > CLIENT author.AuthorService/GetAuthor",
      ]),
    );
  });

  it("has its code, and has failed where its side is to blame", async () => {
    const { authors } = await startTracedLibrary();

    await authors.GetAuthor({ id: "unknown" }).catch(() => {});

    await vi.waitFor(() => expect(exporter.getFinishedSpans()).toHaveLength(2));
    const [server, client] = exporter.getFinishedSpans().toSorted((a, b) => a.kind - b.kind);
    const attributes = {
      "rpc.system": "grpc",
      "rpc.service": "author.AuthorService",
      "rpc.method": "GetAuthor",
      "rpc.grpc.status_code": 5,
    };
    expect(server).toMatchObject({ attributes, status: { code: SpanStatusCode.UNSET } });
    expect(client).toMatchObject({
      attributes,
      status: { code: SpanStatusCode.ERROR, message: "NOT_FOUND" },
    });
  });
});
