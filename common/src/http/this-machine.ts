// Which requests are made by a user of this machine: the connection comes from here, and the browser, if it is one, uses a
// name of this machine that no other site can own. (A page of another site may call itself evil.example and let that name
// point to 127.0.0.1: "DNS rebinding". Its requests come from here, but name the other host.)

const LOOPBACK = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/;
const NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

interface Caller {
  socket: { remoteAddress?: string | undefined };
  headers: { host?: string | undefined };
}

/** Whether a request was made on this machine, to this machine. It may still come from any page: see `Origin`. */
export function isFromThisMachine({ socket, headers }: Caller): boolean {
  return LOOPBACK.test(socket.remoteAddress ?? "") && namesThisMachine(headers.host ?? "");
}

/** `host` as in a URL or a Host header, with or without a port. */
export function namesThisMachine(host: string): boolean {
  return NAMES.has(host.replace(/:\d*$/, "").toLowerCase());
}
