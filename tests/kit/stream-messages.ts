// The messages of an event stream (SSE), put together from its chunks.
// https://html.spec.whatwg.org/multipage/server-sent-events.html

export interface StreamMessage {
  event: string;
  /** Undefined in a message without data. An id counts in such a one, too. */
  data: string | undefined;
  id: string | undefined;
}

/** Takes a chunk and returns the messages that are whole with it. */
export function createMessageReader(): (chunk: string) => StreamMessage[] {
  let rest = "";
  return (chunk) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.map(messageIn);
  };
}

function messageIn(block: string): StreamMessage {
  const fields = new Map(
    block.split("\n").map((line) => [line.split(":", 1)[0], line.replace(/^[^:]*: ?/, "")]),
  );
  return {
    event: fields.get("event") ?? "message",
    data: fields.get("data"),
    id: fields.get("id"),
  };
}
