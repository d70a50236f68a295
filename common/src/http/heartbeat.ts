// The sign of life on a stream of server-sent events. It is an event with a name, because a page never sees the comments
// that are usual for this; it has no id, because it is no position to resume from.

/** How often each stream sends one. A listener that has missed two of them takes the connection for dead. */
export const HEARTBEAT_MS = 10_000;

export const HEARTBEAT_EVENT = "heartbeat";

export const HEARTBEAT_FRAME = `event: ${HEARTBEAT_EVENT}\ndata: {}\n\n`;
