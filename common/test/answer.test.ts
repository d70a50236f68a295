// The table of design: what each answer to a delivery means.

import { describe, expect, it } from "vitest";
import { classifyAnswer } from "../src/delivery/answer.ts";

function failure(code: string, message = "it failed") {
  return { error: Object.assign(new Error(message), { code }) };
}

describe("An answer", () => {
  it.each([200, 201, 202, 204, 299])("%i means: done", (status) => {
    expect(classifyAnswer({ status })).toEqual({ kind: "done", batches: false });
  });

  it("with event-bus-accepts: batch means: and from now on in batches", () => {
    expect(classifyAnswer({ status: 200, accepts: "batch" })).toEqual({
      kind: "done",
      batches: true,
    });
    expect(classifyAnswer({ status: 200, accepts: "everything" })).toEqual({
      kind: "done",
      batches: false,
    });
  });

  it("409 with event-bus-resume-after means: go back there", () => {
    expect(classifyAnswer({ status: 409, resumeAfter: "0" })).toEqual({ kind: "resume", after: 0 });
    expect(classifyAnswer({ status: 409, resumeAfter: "41" })).toEqual({
      kind: "resume",
      after: 41,
    });
  });

  it.each([undefined, "", "-1", "1.5", "x", "9".repeat(16)])(
    "409 with %s for a position means no more than any other 4xx",
    (resumeAfter) => {
      expect(classifyAnswer({ status: 409, resumeAfter }).kind).toBe("rejected");
    },
  );

  it.each([401, 408, 425, 429, 502, 503, 504, 507])("%i means: an outage", (status) => {
    expect(classifyAnswer({ status })).toEqual({ kind: "outage", reason: `answered ${status}` });
  });

  it("may ask for a pause", () => {
    expect(classifyAnswer({ status: 503, retryAfter: "7" })).toMatchObject({ retryAfterMs: 7000 });
    expect(classifyAnswer({ status: 429, retryAfter: "soon" })).not.toHaveProperty("retryAfterMs");
    expect(classifyAnswer({ status: 429, retryAfter: "-7" })).not.toHaveProperty("retryAfterMs");
  });

  it.each([100, 300, 301, 302, 307, 308, 400, 403, 404, 405, 410, 413, 415, 422, 500, 501, 505])(
    "%i means: it may be the event",
    (status) => {
      expect(classifyAnswer({ status })).toEqual({
        kind: "rejected",
        reason: `answered ${status}`,
      });
    },
  );
});

describe("No answer", () => {
  it.each([
    "ECONNREFUSED",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "UND_ERR_CONNECT_TIMEOUT",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
    "UND_ERR_DESTROYED",
    "HPE_INVALID_CONSTANT",
  ])("because of %s means: an outage", (code) => {
    expect(classifyAnswer(failure(code))).toEqual({ kind: "outage", reason: `${code}: it failed` });
  });

  it.each(["UND_ERR_RESPONSE", "UND_ERR_INVALID_ARG"])(
    "because of %s means: it may be the event",
    (code) => {
      expect(classifyAnswer(failure(code))).toEqual({
        kind: "rejected",
        reason: `${code}: it failed`,
      });
    },
  );

  it.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])(
    "because of %s means: the process may have died of the event",
    (code) => {
      const reason = `${code}: it failed`;

      expect(classifyAnswer(failure(code))).toEqual({ kind: "rejected", reason, isBreak: true });
    },
  );

  it("describes what happened once, whatever the message repeats", () => {
    const refused = failure("ECONNREFUSED", "connect ECONNREFUSED ::1:4000");

    expect(classifyAnswer(refused)).toMatchObject({ reason: "connect ECONNREFUSED ::1:4000" });
    expect(classifyAnswer(failure("ECONNREFUSED", ""))).toMatchObject({ reason: "ECONNREFUSED: " });
    expect(classifyAnswer({ error: new Error("no code") })).toMatchObject({ reason: "no code" });
  });
});
