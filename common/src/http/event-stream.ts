// The head of each answer that never ends (server-sent events). A proxy before us may collect an answer before it passes it
// on, as nginx does by default: then no live update would arrive. It does not collect one that has this header.

export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
};
