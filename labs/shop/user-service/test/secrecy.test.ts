// A whole run of the real process: no email, password or token is in a line of its log or in an event, and no hash of a password in
// an answer. Logs are kept for years, and events permanently.

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { startMain } from "../../../../tests/kit/main-process.ts";
import { serve } from "../../../../tests/kit/serve.ts";
import { until } from "../../../../tests/kit/until.ts";
import { ada, home } from "./user-scene.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

it("A whole run leaves no secret in its log, its events and its answers", async () => {
  const published: string[] = [];
  const bus = await serve(
    createServer(async (req, res) => {
      published.push(await text(req));
      res.setHeader("content-type", "application/json");
      res.end(req.method === "POST" ? '{"status":"OK"}' : "[]");
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), "user-service-"));
  const service = await startMain(MAIN, {
    ...{ EVENT_BUS_URL: bus.url, USER_GRPC: "localhost:0" },
    DATABASE_URL: `sqlite:${join(folder, "user-service.db")}`,
  });
  onTestFinished(async () => {
    service.kill();
    await bus.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const url = await until(() => {
    const line = service.lines.find(({ msg }) => msg.startsWith("user-service listens"));
    if (!line) throw new Error("It does not listen yet.");
    return `http://localhost:${line.port}`;
  });

  const answers: string[] = [];
  async function send(method: string, path: string, body?: object, token?: string) {
    const response = await fetch(url + path, {
      method,
      headers: {
        "content-type": "application/json",
        "idempotency-key": "key-1",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    answers.push(answer);
    return { status: response.status, message: JSON.parse(answer).message };
  }

  const registered = await send("POST", "/v1/auth/signup", { ...ada, ...home });
  await send("POST", "/v1/auth/signup", { ...ada, email: "no email" });
  await send("POST", "/v1/auth/signin", { ...ada, password: "wrong horse" });
  const first = (await send("POST", "/v1/auth/signin", ada)).message;
  const second = (await send("POST", "/v1/auth/refresh", first)).message;
  await send("GET", "/v1/users/me", undefined, second.accessToken);
  await send("GET", "/v1/users", undefined, second.accessToken);
  await send("GET", "/v1/users", undefined, "no.good.token");
  await send("POST", "/v1/user/validate-token", { token: second.accessToken });
  await send("PATCH", "/v1/user/update-profile", { bio: ada.email }, second.accessToken);
  const { status } = await send(
    "DELETE",
    `/v1/users/${registered.message.id}`,
    undefined,
    second.accessToken,
  );
  expect([registered.status, status]).toEqual([201, 200]);
  await until(() => expect(published.join()).toContain("UserDeleted"));

  const tokens = [first, second].flatMap((pair) => [pair.accessToken, pair.refreshToken]);
  const secrets = [ada.email, ada.password, "wrong horse", "no email", ...tokens, "scrypt"];
  const lines = service.lines.map((line) => JSON.stringify(line)).join("\n");
  const events = published.join("\n");
  expect(events).toContain("12 St James's Square");
  for (const secret of secrets) {
    expect(lines).not.toContain(secret);
    expect(events).not.toContain(secret);
  }
  for (const secret of ["scrypt", ada.password]) expect(answers.join("\n")).not.toContain(secret);
});
