// Several replicas of a service behind the gateway.

import type { ServerResponse } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { startGateway, startServer } from "./start-server.ts";

const answering = (text: string) => (_req: unknown, res: ServerResponse) => void res.end(text);
const UNREACHABLE = "http://127.0.0.1:1";

describe("Replicas of a service", () => {
  it("take turns", async () => {
    const replicas = await Promise.all(["a", "b", "c"].map((name) => startServer(answering(name))));
    const query = replicas.map(({ url }) => url).join(",");
    const gateway = await startGateway(UNREACHABLE, {
      urls: { posts: UNREACHABLE, comments: UNREACHABLE, query },
    });

    const answers = [];
    for (let count = 0; count < 6; count += 1)
      answers.push((await request(gateway.url).get("/posts").buffer()).text);

    expect(answers.toSorted()).toEqual(["a", "a", "b", "b", "c", "c"]);
  });

  it("stand in for one where nothing listens, also for what is written", async () => {
    const alive = await startServer((req, res) => void req.pipe(res));
    const posts = `${UNREACHABLE},${alive.url}`;
    const gateway = await startGateway(UNREACHABLE, {
      urls: { posts, comments: UNREACHABLE, query: UNREACHABLE },
    });

    for (let count = 0; count < 4; count += 1) {
      const answer = await request(gateway.url).post("/posts/create").send({ title: "A" });
      expect(answer.status).toBe(200);
    }
  });

  it("that are all gone are one service that cannot be reached", async () => {
    const query = `${UNREACHABLE},http://127.0.0.1:2`;
    const gateway = await startGateway(UNREACHABLE, {
      urls: { posts: UNREACHABLE, comments: UNREACHABLE, query },
    });

    const answer = await request(gateway.url).get("/posts");

    expect(answer.status).toBe(503);
    expect(answer.body.detail).toBe("The query service cannot be reached right now.");
  });
});
