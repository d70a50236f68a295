// The reader of event streams that other tests rely on: wherever a chunk ends, the messages are the same.

import { expect, it } from "vitest";
import { createMessageReader } from "./kit/stream-messages.ts";

const STREAM = 'retry: 1000\n\nid: 7\nevent: post\ndata: {"title":"a: b"}\n\nid:8\ndata:x\n\n';

it.each(Array.from({ length: STREAM.length }, (_, at) => at))("a chunk may end after %i", (at) => {
  const read = createMessageReader();

  const messages = [...read(STREAM.slice(0, at)), ...read(STREAM.slice(at))];

  expect(messages).toEqual([
    { event: "message", data: undefined, id: undefined },
    { event: "post", data: '{"title":"a: b"}', id: "7" },
    { event: "message", data: "x", id: "8" },
  ]);
});
