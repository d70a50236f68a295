// Original services of the course as subscribers: they have no checkpoint, take no batches, and answer 200 to anything.

import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { until } from "../../tests/kit/until.ts";
import { BATCH, cloudEvent, startTestBus } from "./test-bus.ts";
import { acceptBatches, refuse, startSubscriber } from "./test-subscriber.ts";

const as = (name: string) => ({ headers: { "user-agent": name } });
const AXIOS = { headers: { "user-agent": "axios/1.7.0", accept: "application/json, */*" } };

/** With these headers and no others: fetch would add a User-Agent where there is none. */
function get(url: string, headers: Record<string, string>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (res) => res.resume().once("end", resolve))
      .once("error", reject)
      .end();
  });
}

describe("An original service", () => {
  it("that took our service's place is not sent batches it would not understand", async () => {
    const ours = await startSubscriber(acceptBatches);
    const { post, publish, status } = await startTestBus({ subscribers: `a=${ours.url}` });
    await publish("A");
    await until(() => expect(ours.handled).toEqual(["A"]));
    const port = await ours.stop();
    await post([cloudEvent("b", {}, "B"), cloudEvent("c", {}, "C")], BATCH);

    const original = await startSubscriber(undefined, port);
    await until(() => expect(status("a").cursor).toBe(3));

    const singles = original.requests.filter(({ isBatch }) => !isBatch);
    expect(singles.flatMap(({ types }) => types)).toEqual(["B", "C"]);
  });

  it("is not asked where it is", async () => {
    const original = await startSubscriber();
    const { publish } = await startTestBus({ subscribers: `a=${original.url}` });
    await publish("A");
    await until(() => expect(original.handled).toEqual(["A"]));

    await new Promise((resolve) => setTimeout(resolve, 150));

    expect(original.probes).toEqual([]);
  });
});

// No server listens there. A port that was free a moment ago may be that of another test by now.
const ABSENT = "http://127.0.0.1:1";

describe("An original query that replays the log when it starts", () => {
  it("is not sent on top what it has fetched: it would show comments twice", async () => {
    const port = await (await startSubscriber()).stop();
    const bus = await startTestBus({ subscribers: `query=http://127.0.0.1:${port}` });
    for (const name of ["A", "B"]) await bus.publish(name);

    await fetch(`${bus.url}/events`, AXIOS);
    await until(() => expect(bus.status("query")).toMatchObject({ cursor: 2 }));
    const query = await startSubscriber(undefined, port);
    await bus.publish("C");
    await until(() => expect(query.handled).toEqual(["C"]));
  });

  it("is not set back by the answer to a delivery that was in flight meanwhile", async () => {
    let answer = () => {};
    const query = await startSubscriber((res) => (answer = () => res.end("{}")));
    const { publish, url, status } = await startTestBus({ subscribers: `query=${query.url}` });
    for (const name of ["A", "B", "C"]) await publish(name);
    await until(() => expect(query.requests).toHaveLength(1));

    await fetch(`${url}/events`, AXIOS);
    await until(() => expect(status("query").cursor).toBe(3));
    answer();
    await until(() => expect(query.handled).toEqual(["A"]));

    await until(() => expect(status("query")).toMatchObject({ cursor: 3, state: "idle" }));
    expect(query.requests).toHaveLength(1);
  });

  it("is fine again, though it was away before, and the bus rests", async () => {
    const query = await startSubscriber(refuse(503));
    const { publish, url, status } = await startTestBus({ subscribers: `query=${query.url}` });
    await publish("A");
    await until(() => expect(query.requests.length).toBeGreaterThan(2));

    await fetch(`${url}/events`, AXIOS);

    // A loop without a pause would leave every request without an answer.
    await until(() => expect(status("query")).toMatchObject({ state: "idle", cursor: 1 }));
  });

  // More than the system keeps for a reader that has stopped reading: 27 MB.
  const large = { timeout: 90_000 };

  it("is sent what it did not fetch, when it broke off in the middle", large, async () => {
    const subscribers = `query=${ABSENT}`;
    const { post, url, status } = await startTestBus({ subscribers });
    const data = { text: "x".repeat(90_000) };
    for (let batch = 0; batch < 10; batch += 1) {
      const events = Array.from({ length: 30 }, (_, index) =>
        cloudEvent(`${batch}-${index}`, data),
      );
      await post(events, BATCH);
    }
    const leaving = new AbortController();

    const { body } = await fetch(`${url}/events`, { ...AXIOS, signal: leaving.signal });
    await body?.getReader().read();
    leaving.abort();
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(status("query").cursor).toBe(0);
  });

  it("is known a moment after its start, though it has answered a delivery since", async () => {
    let accept = (): unknown => undefined;
    const query = await startSubscriber(refuse(503));
    const { publish, url, status } = await startTestBus({ subscribers: `query=${query.url}` });
    for (const name of ["A", "B", "C"]) await publish(name);
    await until(() => expect(status("query").state).toBe("down"));

    query.answerWith((res, { types }) =>
      types[0] === "A" ? res.end("{}") : (accept = () => res.end("{}")),
    );
    await until(() => expect(status("query").cursor).toBe(1));
    await fetch(`${url}/events`, AXIOS);

    await until(() => expect(status("query").cursor).toBe(3));
    accept();
  });

  it("is distinguished from a program that reads the log while the query is up and behind", async () => {
    let accept = (): unknown => undefined;
    const query = await startSubscriber((res, { types }) =>
      types[0] === "B" ? (accept = () => res.end("{}")) : res.end("{}"),
    );
    const { publish, url, status } = await startTestBus({ subscribers: `query=${query.url}` });
    for (const name of ["A", "B", "C", "D"]) await publish(name);
    await until(() => expect(query.requests).toHaveLength(2));

    const reader = { headers: { "user-agent": "python-requests/2.32.3", accept: "*/*" } };
    await (await fetch(`${url}/events`, reader)).text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    accept();

    await until(() => expect(query.handled).toEqual(["A", "B", "C", "D"]));
    await until(() => expect(status("query").cursor).toBe(4));
  });

  it.each([
    ["axios/1.7.0", "python-requests/2.32.3", "Go-http-client/1.1", "Java-http-client/21", "node"],
    ["okhttp/4.12.0", "GuzzleHttp/7", "reqwest", "query", ""],
  ])("is known by what it does, in whatever language: %s", async (...agents) => {
    for (const agent of agents) {
      const bus = await startTestBus({ subscribers: `query=${ABSENT}` });
      await bus.publish("A");

      await get(`${bus.url}/events`, { accept: "*/*", ...(agent && { "user-agent": agent }) });

      await until(() => expect(bus.status("query").cursor, agent).toBe(1));
    }
  });

  it.each([
    ["a browser", as("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")],
    ["curl", as("curl/8.5.0")],
    ["Postman", as("PostmanRuntime/7.43.0")],
    ["HTTPie", as("HTTPie/3.2.4")],
    ["another service", as("comments")],
    ["our own query", { headers: { "user-agent": "query", accept: "application/x-ndjson" } }],
    ["a page of it", AXIOS, "?after=1"],
    ["lines of it", { headers: { ...AXIOS.headers, accept: "application/x-ndjson" } }],
  ])("is distinguished from %s reading the log", async (_, asking, query = "") => {
    const subscribers = `query=${ABSENT},comments=${ABSENT}`;
    const { publish, url, status } = await startTestBus({ subscribers });
    await publish("A");

    await (await fetch(`${url}/events${query}`, asking)).text();
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(status("query").cursor).toBe(0);
  });
});
