// The network between the processes: requests and answers that take a while, get lost, come late or twice, in memory. It is
// one more transport of the endpoint (common/src/wire/event-endpoint.ts), so that all above it is the real code.

import type {
  EndpointResponse,
  EndpointTransport,
  EventEndpoint,
} from "@blog/common/wire/event-endpoint";
import type { History } from "./history.ts";
import type { Life, VirtualTime } from "./virtual-time.ts";

export const NETWORK_FAULTS = [
  "request lost",
  "answer lost",
  "cut before the request",
  "cut after the request",
  "request repeated",
  "request late",
  "answer late",
] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** How likely each is, for each request. */
export type Weather = Partial<Record<NetworkFault, number>>;

/** What a process offers at its address. */
export interface Server {
  life: Life;
  endpoint: EventEndpoint;
  /** GET /events of the bus: the headers of the answer and its lines. */
  readLog?(
    reader: string,
    query: URLSearchParams,
  ): { headers: Record<string, string>; lines: string[] };
}

export interface Network {
  setWeather(weather: Weather): void;
  listen(host: string, server: Server): void;
  /** Its answers take this much longer. */
  slowDown(host: string, byMs: number): void;
  /** Nothing gets from or to it, and neither side is notified. */
  isolate(host: string, isCut: boolean): void;
  /** Breaks the connections of a process that has died. */
  cutOff(life: Life): void;
  transport(client: Life): EndpointTransport;
  readLog(
    client: Life,
    host: string,
    path: string,
  ): Promise<{ headers: Record<string, string>; lines: AsyncIterable<string> }>;
  /** Undefined, or why there is no connection. */
  connect(client: Life, host: string): Promise<{ error: Error } | undefined>;
}

interface Exchange {
  client: Life;
  server?: Life;
  fail(error: Error): void;
}

const TIMEOUT_MS = 10_000;
/** Some of it arrives when its client has given up. */
const LATE_MS = 12_000;

export function createNetwork(time: VirtualTime, history: History): Network {
  const { random, schedule } = time;
  const servers = new Map<string, Server>();
  const isolated = new Set<string>();
  const slowness = new Map<string, number>();
  const open = new Set<Exchange>();
  let weather: Weather = {};

  const latency = () => 0.1 + 2 * random.next() ** 3;

  function strikes(fault: NetworkFault): boolean {
    const chance = weather[fault];
    if (chance === undefined || random.next() >= chance) return false;
    history.count(fault);
    return true;
  }

  const isCut = (client: Life, host: string) => isolated.has(host) || isolated.has(client.name);

  /** Sends `what`, has it answered by `answer`, and resolves with that; or rejects as a real connection would. */
  function exchange<Answer>(
    client: Life,
    host: string,
    what: string,
    answer: (server: Server) => Promise<Answer>,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let isSettled = false;
      const settle = (end: () => void) => {
        if (isSettled) return;
        isSettled = true;
        open.delete(one);
        cancelTimeout();
        end();
      };
      const one: Exchange = {
        client,
        fail: (error) => settle(() => reject(error)),
      };
      open.add(one);
      const failSoon = (code: string) =>
        schedule(latency(), () => one.fail(toError(code, `${host}: ${code}`)), client);
      const cancelTimeout = schedule(
        TIMEOUT_MS,
        () => one.fail(toError("ETIMEDOUT", `No answer in ${TIMEOUT_MS} ms.`)),
        client,
      );

      history.note(`${client.name} → ${host}`, what);
      if (strikes("request lost")) return;
      if (strikes("cut before the request")) return void failSoon("ECONNRESET");
      const trip = strikes("request late") ? LATE_MS * random.next() : latency();
      travel(trip);
      if (strikes("request repeated")) travel(trip + 500 * random.next() ** 2);

      function travel(ms: number): void {
        schedule(ms, arrive);
      }

      function arrive(): void {
        if (isCut(client, host)) return void history.count("request into an outage");
        const server = servers.get(host);
        if (!server || server.life.isOver) return void failSoon("ECONNREFUSED");
        one.server ??= server.life;
        schedule(0, () => void serve(server), server.life);
      }

      async function serve(server: Server): Promise<void> {
        const answered = await answer(server).catch((error: Error) => error);
        // As a part of the server's life: from a dead process comes no answer.
        if (server.life.isOver) return;
        history.note(`${host} ← ${client.name}`, answered);
        if (strikes("answer lost") || isCut(client, host)) return;
        if (strikes("cut after the request")) return void failSoon("ECONNRESET");
        const back = strikes("answer late") ? LATE_MS * random.next() : latency();
        const settled = () =>
          settle(() => (answered instanceof Error ? reject(answered) : resolve(answered)));
        schedule(back + (slowness.get(host) ?? 0), settled, client);
      }
    });
  }

  return {
    setWeather: (to) => void (weather = to),
    listen: (host, server) => void servers.set(host, server),
    slowDown: (host, byMs) => void slowness.set(host, byMs),
    isolate: (host, isIt) => void (isIt ? isolated.add(host) : isolated.delete(host)),

    cutOff(life) {
      for (const one of open) {
        if (one.client === life) open.delete(one);
        else if (one.server === life)
          schedule(latency(), () => one.fail(toError("ECONNRESET", "It has ended.")), one.client);
      }
    },

    transport: (client) => ({
      offer: {},
      isAskedFor: () => false,
      accept: () => ({ end() {}, destroy() {} }),
      connect: (url) => {
        const { host } = new URL(url);
        return {
          isOpen: () => true,
          ask: (headers, body) =>
            exchange(client, host, `${JSON.stringify(headers)} ${body}`, ({ endpoint }) =>
              post(endpoint, headers, body),
            ),
          consider() {},
          close() {},
        };
      },
    }),

    async readLog(client, host, path) {
      const query = new URL(path, "http://bus").searchParams;
      const { headers, lines } = await exchange(client, host, `GET ${path}`, async (server) => {
        if (!server.readLog) throw toError("ECONNREFUSED", "It has no log.");
        return server.readLog(client.name, query);
      });
      return { headers, lines: stream(lines) };
    },

    async connect(client, host) {
      const look = exchange(client, host, "is it there?", async () => undefined);
      return look.catch((error: Error) => ({ error }));
    },
  };

  async function* stream(lines: string[]): AsyncGenerator<string> {
    for (const line of lines) {
      if (strikes("cut after the request")) throw toError("ECONNRESET", "The stream has ended.");
      yield line;
    }
  }
}

async function post(
  endpoint: EventEndpoint,
  sent: Record<string, string>,
  body: string | Buffer,
): Promise<EndpointResponse> {
  const read = async () => Buffer.from(body as string);
  const answer = await endpoint.answer((name) => sent[name], read);
  const { status, headers, body: text } = answer;
  // The headers themselves are for the history.
  const response = { status, headers, header: (name: string) => headers[name], text };
  return response;
}

function toError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
