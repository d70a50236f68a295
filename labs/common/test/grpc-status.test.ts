// How a call ends that fails: its status code, and what that is for a caller over HTTP.

import type { Metadata } from "@grpc/grpc-js";
import { createLogger } from "@blog/common/base/logger";
import { Problem } from "@blog/common/base/problem";
import { violationsIn } from "@labs/common/grpc/bad-request";
import { type Code, codeOf, failure, toProblem } from "@labs/common/grpc/status";
import { describe, expect, it, vi } from "vitest";
import { connectToy, startToy } from "./toy-service.ts";

describe("When a call fails", () => {
  it("names the fields of a request that is wrong", async () => {
    const { address } = await startToy();

    const error = await connectToy(address)
      .Echo({ text: "" })
      .catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe("INVALID_ARGUMENT");
    expect(violationsIn((error as { metadata: Metadata }).metadata)).toEqual([
      { field: "text", description: expect.stringContaining("1 character") },
    ]);
  });

  it.each<[number, Code]>([
    [400, "INVALID_ARGUMENT"],
    [401, "UNAUTHENTICATED"],
    [403, "PERMISSION_DENIED"],
    [404, "NOT_FOUND"],
    [409, "FAILED_PRECONDITION"],
    [422, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [503, "UNAVAILABLE"],
    [507, "RESOURCE_EXHAUSTED"],
  ])("has for a Problem of %i the code %s, and its sentence", async (status, code) => {
    const { address } = await startToy({
      Echo: () => Promise.reject(new Problem(status, "Because.")),
    });

    const error = await connectToy(address, { retries: 0 })
      .Echo({ text: "a" })
      .catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe(code);
    expect(error).toMatchObject({ details: "Because." });
  });

  it.each<[Code, number]>([
    ["INVALID_ARGUMENT", 422],
    ["NOT_FOUND", 404],
    ["ALREADY_EXISTS", 409],
    ["FAILED_PRECONDITION", 409],
    ["RESOURCE_EXHAUSTED", 429],
    ["UNIMPLEMENTED", 501],
    ["UNAVAILABLE", 503],
    ["DEADLINE_EXCEEDED", 504],
    ["INTERNAL", 502],
  ])("is for a caller over HTTP, with %s, a Problem of %i", (code, status) => {
    const problem = toProblem(failure(code, "10.0.0.7:50051 refused"), "toy");

    expect(problem).toMatchObject({ status });
    // Sentences of handlers are for the caller; those of grpc-js, and of what has broken, are not.
    expect((problem as Problem).message.includes("10.0.0.7")).toBe(status < 502);
  });

  it("points a caller over HTTP to the field", () => {
    const violations = [{ field: "items[0].quantity", description: "too few" }];

    const problem = toProblem(failure("INVALID_ARGUMENT", "No.", violations), "toy");

    expect(problem).toMatchObject({
      status: 400,
      errors: [{ pointer: "#/items/0/quantity", detail: "too few" }],
    });
  });

  it("because one that it has made has failed, it has that one's code, sentence and fields", async () => {
    const far = await startToy();
    const client = connectToy(far.address);
    const { address } = await startToy({ Note: () => client.Echo({ text: "" }) });

    const error = await connectToy(address)
      .Note({ text: "a" })
      .catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe("INVALID_ARGUMENT");
    const { metadata } = error as { metadata: Metadata };
    expect(violationsIn(metadata)).toMatchObject([{ field: "text" }]);
  });

  it("because its idempotency key is too long, it is INVALID_ARGUMENT", async () => {
    const { address } = await startToy();

    const call = connectToy(address).Note({ text: "a" }, { idempotencyKey: "k".repeat(256) });

    expect(codeOf(await call.catch((thrown: unknown) => thrown))).toBe("INVALID_ARGUMENT");
  });

  it("keeps the reason of an unexpected error to itself, and logs it", async () => {
    const log = createLogger("toy");
    const logged = vi.spyOn(log, "error");
    const { address } = await startToy(
      { Echo: () => Promise.reject(new Error("SELECT password")) },
      { log },
    );

    const error = await connectToy(address)
      .Echo({ text: "a" })
      .catch((thrown: unknown) => thrown);

    expect(codeOf(error)).toBe("INTERNAL");
    expect(String(error)).not.toContain("password");
    expect(logged).toHaveBeenCalledOnce();
  });
});
