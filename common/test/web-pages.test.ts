// Names that a stranger could let point to this machine, and names that only we can give.

import { isOurName } from "@blog/common/http/web-pages";
import * as fc from "fast-check";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";

describe("A host is ours", () => {
  it.each([
    undefined,
    "localhost",
    "localhost:4005",
    "LOCALHOST:3000",
    "blog.localhost:3000",
    "127.0.0.1:4005",
    "192.168.1.2",
    "[::1]:4005",
    "[fe80::1]",
    "event-bus:4005",
    "event-bus-srv",
    "event-bus-srv.default.svc:4005",
    "event-bus-srv.blog.svc.cluster.local:4005",
    "host.docker.internal:4005",
    `${hostname()}:3000`,
  ])("when no stranger can own it: %s", (host) => {
    expect(isOurName(host)).toBe(true);
  });

  it.each([
    ["posts.com", "posts.com:443"],
    ["posts.com", "POSTS.com."],
    [".example.org", "blog.example.org"],
    [".example.org", "example.org"],
  ])("when it was named in ALLOWED_HOSTS: %s, %s", (allowed, host) => {
    expect(isOurName(host, [allowed])).toBe(true);
  });
});

describe("A host is a stranger's", () => {
  it.each([
    "evil.example",
    "evil.example:4005",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "svc.evil.example",
    "evilsvc.com",
    "posts.com.evil.example",
    "evilexample.org",
    "1.2.3",
    "a@evil.example",
  ])("when it could be a stranger's: %s", (host) => {
    expect(isOurName(host, ["posts.com", ".example.org"])).toBe(false);
  });

  it("whatever name below a public ending it has", () => {
    fc.assert(
      fc.property(fc.domain(), fc.option(fc.nat(65_535)), (name, port) => {
        fc.pre(!/\.(localhost|svc|local|internal)$/.test(name));

        expect(isOurName(port === null ? name : `${name}:${port}`)).toBe(false);
      }),
    );
  });
});
