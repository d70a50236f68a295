// Why a delivery is refused: what a service writes into a header, the bus reads as one line, whatever was in it.

import { Problem } from "@blog/common/base/problem";
import { readReason, REASON_HEADER, reasonHeader } from "@blog/common/wire/refusal-reason";
import { createService } from "@blog/common/http/service";
import * as fc from "fast-check";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createPostListener } from "./post-listener.ts";

const travelled = (text: string) => readReason(reasonHeader(new Problem(422, text))[REASON_HEADER]);

describe("A reason", () => {
  it("arrives as it was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-composite", maxLength: 20 }), (text) => {
        const plain = `title: ${text.replaceAll(/[\p{C}\p{Z}]+/gu, "-")}.`;
        expect(travelled(plain)).toBe(plain);
      }),
    );
    expect(travelled('"100 %" of Grüße, 👋')).toBe('"100 %" of Grüße, 👋');
  });

  it("is one line of at most 200 characters, without those that steer a terminal or a page", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000, size: "max" }), (text) => {
        const header = reasonHeader(new Problem(422, text))[REASON_HEADER] ?? "";
        const line = readReason(header) ?? "";
        expect(header).toMatch(/^[ -~]*$/);
        expect([...line].length).toBeLessThanOrEqual(200);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(travelled("a\u001b[31m\u202eb\r\nc\u2028d")).toBe("a [31m b c d");
  });

  it("is cleaned again by its reader, and is none where it cannot be read", () => {
    expect(readReason("red:%1B[31m%0Ahere")).toBe("red: [31m here");
    expect(readReason("%E2%80%AE")).toBeUndefined();
    expect(readReason("100 %")).toBeUndefined();
    expect(readReason("x".repeat(2401))).toBeUndefined();
    expect(readReason(undefined)).toBeUndefined();
  });
});

describe("A service that refuses an event", () => {
  it.each([["application/json"], ["application/json; charset=utf-8"]])(
    "gives the reason, in a header beside the problem (%s)",
    async (type) => {
      const { app, log } = createService("toy", await createPostListener());
      log.level = "silent";
      const event = { type: "PostCreated", data: { id: "1" } };

      const answer = await request(app).post("/events").type(type).send(JSON.stringify(event));

      expect(answer.status).toBe(422);
      expect(answer.body.detail).toMatch(/^title: /);
      expect(answer.headers[REASON_HEADER]).toBe(answer.body.detail);
    },
  );
});
