// Input no service can read: refused in problem+json, with nothing of the inside.

import request from "supertest";
import { describe, expect, it } from "vitest";
import { createToyService } from "./toy-service.ts";

const post = () => request(createToyService().app).post("/things");

describe("Input that cannot be read", () => {
  const isProblem = /^application\/problem\+json/;

  it("as JSON is a 400 that repeats nothing of it", async () => {
    const answer = await post().type("json").send("{not json");

    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(isProblem);
    expect(answer.body).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "The body is not valid JSON.",
    });
  });

  it.each(["7", '"text"', "null", "[]", "{}"])(
    "as what was expected is a 400: %s",
    async (body) => {
      const answer = await post().type("json").send(body);

      expect(answer.status).toBe(400);
      expect(answer.type).toMatch(isProblem);
    },
  );

  it("because it is too large is a 413", async () => {
    const answer = await post().send({ name: "x".repeat(2_000_000) });

    expect(answer.status).toBe(413);
    expect(answer.type).toMatch(isProblem);
  });

  it("because it is no JSON at all is a 415", async () => {
    const answer = await post().type("form").send("name=thing");

    expect(answer.status).toBe(415);
    expect(answer.type).toMatch(isProblem);
  });

  it("because of its character set is a 415", async () => {
    const answer = await post().set("content-type", "application/json; charset=latin1").send("{}");

    expect(answer.status).toBe(415);
    expect(answer.type).toMatch(isProblem);
  });

  it("because it is not there is a 400", async () => {
    const answer = await post();

    expect(answer.status).toBe(400);
    expect(answer.body.detail).toBe("body: must be a JSON object");
  });

  it("because the path is not percent-encoded as it should be is a 400", async () => {
    const answer = await request(createToyService().app).get("/things/%zz");

    expect(answer.status).toBe(400);
    expect(answer.type).toMatch(isProblem);
  });
});
