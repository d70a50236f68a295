// Expected failures as RFC 9457 problem+json, and input that is checked at the door.

import { parse, Problem } from "@blog/common/base/problem";
import { describe, expect, it } from "vitest";
import { z } from "zod";

describe("A problem", () => {
  it("is sent with the members RFC 9457 names", () => {
    const problem = new Problem(404, "There is no post 7.");

    expect(JSON.parse(JSON.stringify(problem))).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "There is no post 7.",
    });
  });

  it("never shows a stack or its headers", () => {
    const problem = new Problem(503, "Not yet.", { headers: { "retry-after": "1" } });

    expect(JSON.stringify(problem)).not.toMatch(/stack|retry-after/);
  });
});

describe("Input that is wrong", () => {
  const Post = z.object({
    title: z.string("must be text").min(1, "must not be empty"),
    author: z.object({ "na/me~": z.string("must be text") }).optional(),
  });

  const problemOf = (input: unknown): Problem => {
    try {
      parse(Post, input);
    } catch (error) {
      if (error instanceof Problem) return error;
    }
    throw new Error("This was accepted.");
  };

  it("is a 400 that names the field, for people and for programs", () => {
    const problem = problemOf({ title: "" });

    expect(problem.status).toBe(400);
    expect(problem.message).toBe("title: must not be empty");
    expect(problem.errors).toEqual([{ detail: "must not be empty", pointer: "#/title" }]);
  });

  it("in several fields names them all", () => {
    const { errors } = problemOf({ title: 7, author: { "na/me~": null } });

    expect(errors.map(({ pointer }) => pointer)).toEqual(["#/title", "#/author/na~1me~0"]);
  });

  it("as a whole is called the body", () => {
    const problem = problemOf("text");

    expect(problem.message).toMatch(/^body: /);
    expect(problem.errors).toMatchObject([{ pointer: "#" }]);
  });

  it("can have another status, where it is no request's body", () => {
    expect(() => parse(z.string(), 7, 422)).toThrow(expect.objectContaining({ status: 422 }));
  });
});

describe("Input that is right", () => {
  it("comes back as its schema has it", () => {
    expect(parse(z.object({ title: z.string().trim() }), { title: " A ", more: 1 })).toEqual({
      title: "A",
    });
  });
});
