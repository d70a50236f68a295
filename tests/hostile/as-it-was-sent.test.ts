// What is answered with success is stored as it was sent: at every door, in every form, the same rule.

import { BATCH_TYPE } from "@blog/common/wire/cloud-events";
import { createFrameClient } from "@blog/common/speed/frame-client";
import { FRAMES } from "@blog/common/speed/frames";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { expectCivil } from "./civil.ts";
import { request } from "./raw-http.ts";
import { DOORS, type Name, startWholeBlog, type WholeBlog } from "./whole-blog.ts";

let blog: WholeBlog;
let postId = "";
beforeAll(async () => {
  blog = await startWholeBlog();
  const written = await send("posts", "/posts", '{"title":"To be commented on"}');
  postId = (JSON.parse(written.text) as { id: string }).id;
  const comment = () => send("comments", comments(), '{"content":"The first"}');
  await vi.waitFor(async () => expect((await comment()).status).toBe(201));
});

const comments = () => `/posts/${postId}/comments`;

function send(name: Name, path: string, body: string | Buffer, type = "application/json") {
  const headers: [string, string][] = [["content-type", type]];
  return request(blog[name].port, { method: "POST", path, headers, body });
}

/** What is wrong, as a member of an object, and where. */
const LOSSY: [string, Buffer][] = [
  ["a number that is rounded", Buffer.from('"more":12345678901234567890')],
  ["a number that becomes null", Buffer.from('"more":[1e400]')],
  ["__proto__", Buffer.from('"__proto__":{"a":1}')],
  ["half a character", Buffer.from('"more":"\\ud800"')],
  ["a name that stands twice", Buffer.from('"more":1,"more":2')],
  ["bytes that are not UTF-8", Buffer.from('"more":"Caf\xe9"', "latin1")],
  [
    "UTF-8 that is too long for what it means",
    Buffer.from([0x22, 0x61, 0x22, 0x3a, 0x22, 0xc0, 0x80, 0x22]),
  ],
  [
    "UTF-8 of half a character",
    Buffer.from([0x22, 0x61, 0x22, 0x3a, 0x22, 0xed, 0xa0, 0x80, 0x22]),
  ],
];

function around(before: string, inner: Buffer, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), inner, Buffer.from(after)]);
}

const event = (inner: Buffer) =>
  around('{"type":"PostCreated","data":{"id":"1","title":"Lossy",', inner, "}}");
const batch = (inner: Buffer) =>
  around(
    '[{"specversion":"1.0","id":"1","source":"x","type":"PostCreated","data":{"id":"1","title":"Lossy",',
    inner,
    "}}]",
  );

describe.each(LOSSY)("With %s", (_what, inner) => {
  it.each(DOORS)("an event is refused by %s: alone, in a batch, as a frame", async (name) => {
    const client = createFrameClient(`${blog[name].url}/events`, 5000);
    client.consider(() => FRAMES);
    await expect.poll(client.isOpen).toBe(true);

    const answers = [
      await send(name, "/events", event(inner)),
      await send(name, "/events", event(inner), "application/json; charset=utf-8"),
      await send(name, "/events", batch(inner), BATCH_TYPE),
    ];
    const framed = await client.ask({ "content-type": "application/json" }, event(inner));

    client.close();
    for (const answer of answers) expectCivil(answer);
    expect([...answers, framed].map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(JSON.stringify(blog.bus.log.read(0, 1000))).not.toContain("Lossy");
  });

  it("a post and a comment are refused, directly and by way of the gateway", async () => {
    const post = around('{"title":"Lossy",', inner, "}");
    const comment = around('{"content":"Lossy",', inner, "}");

    const answers = [
      await send("posts", "/posts", post),
      await send("gateway", "/posts/create", post),
      await send("comments", comments(), comment),
      await send("gateway", comments(), comment),
    ];

    for (const answer of answers) expectCivil(answer);
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });
});

describe("A byte order mark", () => {
  const mark = Buffer.from("\ufeff");

  it("is no part of a post, a comment or an event", async () => {
    const statuses = [
      await send("posts", "/posts", Buffer.concat([mark, Buffer.from('{"title":"Marked"}')])),
      await send(
        "comments",
        comments(),
        Buffer.concat([mark, Buffer.from('{"content":"Marked"}')]),
      ),
      await send(
        "event-bus",
        "/events",
        Buffer.concat([mark, Buffer.from('{"type":"T","data":{}}')]),
      ),
      await send("query", "/events", Buffer.concat([mark, Buffer.from('{"type":"T","data":{}}')])),
    ].map(({ status }) => status);

    expect(statuses).toEqual([201, 201, 200, 200]);
  });
});

describe("Another character set than UTF-8", () => {
  it.each(["latin1", "utf-16", "utf-32", '"iso-8859-1"'])("is refused: %s", async (charset) => {
    const type = `application/json; charset=${charset}`;

    const answers = [
      await send("posts", "/posts", '{"title":"x"}', type),
      await send("event-bus", "/events", '{"type":"T","data":{}}', type),
      await send("query", "/events", '{"type":"T","data":{}}', type),
    ];

    expect(answers.map(({ status }) => status)).toEqual([415, 415, 415]);
  });
});

it("A header with bytes that are not ASCII is refused: HTTP does not define what they mean", async () => {
  const headers: [string, string][] = [["content-type", "application/json"]];
  const given = { method: "POST", path: "/events", body: '{"type":"T","data":{}}' };

  const answer = await request(blog["event-bus"].port, {
    ...given,
    headers: [...headers, ["ce-source", "caf\xe9"]],
  });

  expect(answer.status).toBe(400);
});
