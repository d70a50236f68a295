// A header that has to be looked at is seen wherever it stands among thousands: what is refused because of a header must not
// pass because Node has dropped it.

import { FRAMES } from "@blog/common/speed/frames";
import { beforeAll, describe, expect, it } from "vitest";
import { openLabServer } from "../../infra/local/lab-server.ts";
import { createServiceBoard } from "../../infra/local/service-board.ts";
import { expectCivil } from "./civil.ts";
import { listen } from "./listen.ts";
import { startLabGateway } from "./lone-gateway.ts";
import { exchange, type RawRequest, request, toBytes } from "./raw-http.ts";
import { DOORS, type Name, startWholeBlog, type WholeBlog } from "./whole-blog.ts";

const ORIGIN: [string, string] = ["origin", "http://evil.example"];
const EVENT = '{"type":"PostCreated","data":{"id":"1","title":"Forged"}}';
const json: [string, string] = ["content-type", "application/json"];

let blog: WholeBlog;
beforeAll(async () => {
  blog = await startWholeBlog({ writesPerMinute: 3 });
});

/** The given headers after so many others. */
function after(count: number, ...headers: [string, string][]): [string, string][] {
  return [...Array.from({ length: count }, (): [string, string] => ["a", ""]), ...headers];
}

describe.each([999, 1000, 2500])("After %i other headers", (count) => {
  it.each<Name>(DOORS)("%s sees that an event comes from a web page", async (name) => {
    const given = { method: "POST", path: "/events", body: EVENT };
    const before = blog.bus.log.tail();

    const answer = await request(blog[name].port, {
      ...given,
      headers: [json, ...after(count, ORIGIN)],
    });

    expect(answer.status).toBe(403);
    expectCivil(answer);
    expect(blog.bus.log.tail()).toBe(before);
  });

  it("a web page gets no connection for frames", async () => {
    const upgrade: RawRequest["headers"] = [["upgrade", FRAMES]];
    const headers = [...upgrade, ["connection", "upgrade, close"] as [string, string]];

    const answer = await exchange(
      blog["event-bus"].port,
      toBytes({ path: "/events/frames", headers: [...headers, ...after(count, ORIGIN)] }),
    );

    expect(answer.status).toBe(403);
  });

  it.each([
    ["sec-fetch-site", "cross-site"],
    ["origin", "http://evil.example"],
  ])("the gateway sees %s", async (name, value) => {
    const headers = [json, ...after(count, [name, value])];
    const given = { method: "POST", path: "/posts/create", body: '{"title":"Forged"}' };

    const answer = await request(blog.gateway.port, { ...given, headers });

    expect(answer.status).toBe(403);
  });

  it("the lab's door sees that the caller is behind a proxy", async () => {
    const gateway = await startLabGateway();
    const headers = after(count, ["x-forwarded-for", "203.0.113.7"]);

    const answer = await request(gateway.port, { method: "POST", path: "/lab/hold", headers });

    expect(answer.status).toBe(403);
  });

  it("the runner sees a web page", async () => {
    const board = createServiceBoard([], () => {});
    const { server, url } = await openLabServer({ board, act: () => {}, port: 0 });

    const answer = await request(Number(new URL(url).port), {
      path: "/services",
      headers: after(count, ORIGIN),
    });

    server.close();
    expect(answer.status).toBe(403);
  });
});

it("The limit on writes counts a caller by the address that the gateway names, after whatever it names", async () => {
  const { posts } = blog;
  const write = () =>
    request(posts.port, {
      method: "POST",
      path: "/posts",
      body: '{"title":"Again"}',
      headers: [json, ...after(1500, ["x-forwarded-for", "203.0.113.8"])],
    });

  const answers = [await write(), await write(), await write(), await write()];

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  const other = { method: "POST", path: "/posts", body: '{"title":"Ours"}', headers: [json] };
  expect((await request(posts.port, other)).status).toBe(201);
});

it("More headers than 16 kB are refused", async () => {
  const place = await listen((_req, res) => res.end("{}"));

  const answer = await request(place.port, { headers: after(20_000) });

  expect(answer.status).toBe(431);
  expectCivil(answer);
});
