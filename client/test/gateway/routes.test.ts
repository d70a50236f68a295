// The table of public addresses: the same as the course's ingress.

import { describe, expect, it } from "vitest";
import { createRouting } from "../../gateway/routes.ts";
import { blog } from "../../../infra/systems/blog.ts";

const serviceFor = createRouting(blog.routes);

describe("The table of routes", () => {
  it.each([
    ["POST", "/posts/create", "posts"],
    ["POST", "/posts", "posts"],
    ["POST", "/posts/", "posts"],
    ["POST", "/posts/42/comments", "comments"],
    ["GET", "/posts/42/comments", "comments"],
    ["GET", "/posts", "query"],
    ["GET", "/posts/42", "query"],
    ["HEAD", "/posts", "query"],
    ["GET", "/", undefined],
    ["GET", "/post/42", undefined],
    ["GET", "/services", undefined],
    ["POST", "/events", undefined],
    ["GET", "/events", undefined],
    ["DELETE", "/posts", undefined],
    ["GET", "/posts/42/comments/43", undefined],
  ])("sends %s %s to %s", (method, path, service) => {
    expect(serviceFor(method, path)).toBe(service);
  });
});
