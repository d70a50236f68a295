// Author-service as its manifest starts it, twice, over a PostgreSQL that was set up as its manifests set it up: the roles, the
// passwords and the environment are read there. One of the two is killed.

import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { connectGrpc, type GrpcClient } from "@labs/common/grpc/client";
import { authorService } from "@library/contracts/author";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { manifestsIn } from "../../../infra/test/kubernetes/manifests.ts";
import { get } from "../../kit/json-http.ts";
import { startMain } from "../../kit/main-process.ts";
import { requires } from "../../requires.ts";
import { startPostgres } from "../../scale/postgres-server.ts";
import type { TestServer } from "../../scale/server-process.ts";
import { askHealth } from "./ask-health.ts";
import { startClusterIp } from "./cluster-ip.ts";
import { resolveEnvironment, valueIn } from "./manifest-environment.ts";

const run = promisify(execFile);
const library = manifestsIn("labs/library/k8s");
const environmentOf = (name: string) => resolveEnvironment(library, name);

type Authors = GrpcClient<typeof authorService>;

requires("postgres")("The replicas of author-service", (program) => {
  let server: TestServer;

  beforeAll(async () => {
    const { POSTGRES_PASSWORD: password = "" } = environmentOf("postgres");
    server = await startPostgres(program, { password });
    await setUp();
    return () => server.remove();
  });

  it("have a role each, which sees its own tables alone and may make no schema", async () => {
    const [authors = "", books = ""] = ["author-service", "book-service"].map((name) =>
      here(environmentOf(name).DATABASE_URL ?? ""),
    );
    const notes = "author_service.notes";

    await psql([authors, "-c", `CREATE TABLE ${notes} (id TEXT)`]);

    const refusals = [
      `SELECT id FROM ${notes}`,
      "CREATE TABLE author_service.more (id TEXT)",
      "CREATE SCHEMA more",
    ];
    for (const sql of refusals)
      await expect(psql([books, "-c", sql])).rejects.toThrow(
        /permission denied for (schema|database)/,
      );
    const wrong = authors.replace(":author-", ":x");
    await expect(psql([wrong, "-c", "SELECT 1"])).rejects.toThrow("password authentication failed");
  });

  it("are one service, and go on when the one that publishes is killed", async () => {
    const { replicas, events } = await startReplicas();
    const [one, other] = replicas.map(({ authors }) => authors) as [Authors, Authors];
    const ada = { name: "Ada", email: "ada@example.com" };

    const created = await one.CreateAuthor(ada, { idempotencyKey: "the same" });
    const again = await other.CreateAuthor(ada, { idempotencyKey: "the same" });
    await other.UpdateAuthor({ id: created.id, name: "Ada King" });

    expect(again).toEqual(created);
    expect(await one.GetAuthor({ id: created.id })).toMatchObject({ name: "Ada King" });
    await vi.waitFor(
      async () => expect(await events(created.id)).toEqual(["AuthorCreated", "AuthorUpdated"]),
      20_000,
    );
    for (const { grpcPort } of replicas) expect(await askHealth(grpcPort)).toBe("SERVING");

    const last = await one.CreateAuthor({ name: "Last words", email: "last@example.com" });
    replicas[0]?.kill();
    const next = await other.CreateAuthor({ name: "Next", email: "next@example.com" });

    for (const { id } of [last, next])
      await vi.waitFor(async () => expect(await events(id)).toEqual(["AuthorCreated"]), 30_000);
    expect(await other.GetAuthors({ ids: [created.id, last.id, next.id] })).toMatchObject({
      authors: [{}, {}, {}],
    });
  }, 180_000);

  /** Two pods of author-service, and the bus, which finds them by one address: each started with the settings of its manifest. */
  async function startReplicas() {
    const service = await startClusterIp();
    onTestFinished(service.stop);
    const bus = await startMain(resolve("event-bus/src/main.ts"), {
      ...environmentOf("event-bus"),
      ...{
        PORT: "0",
        SUBSCRIBERS: `author-service=${service.url}`,
        DATABASE_URL: "sqlite::memory:",
      },
    });
    const { AUTHOR_GRPC = "", DATABASE_URL = "", ...env } = environmentOf("author-service");
    const start = async () => {
      const { lines, kill } = await startMain(resolve("labs/library/author-service/src/main.ts"), {
        ...env,
        AUTHOR_GRPC: AUTHOR_GRPC.replace(/\d+$/, "0"),
        DATABASE_URL: here(DATABASE_URL),
        EVENT_BUS_URL: bus.url,
      });
      const ports = () => lines.flatMap(({ port }) => port ?? []);
      await vi.waitFor(() => expect(ports()).toHaveLength(2), 20_000);
      // gRPC listens first.
      const [grpcPort = 0, httpPort = 0] = ports();
      service.add(httpPort);
      const authors = connectGrpc(authorService, `localhost:${grpcPort}`, { deadlineMs: 10_000 });
      onTestFinished(() => authors.close());
      return { authors, grpcPort, kill };
    };
    // The first one takes the lock of the outbox, and publishes.
    const replicas = [await start(), await start()];
    return {
      replicas,
      /** The types of what the bus has about an author, in order. */
      async events(id: string): Promise<string[]> {
        const { body } = await get(`${bus.url}/events?limit=1000`);
        const all = body as { type: string; data: { id: string } }[];
        return all.filter(({ data }) => data.id === id).map(({ type }) => type);
      },
    };
  }

  // As the image of PostgreSQL does it with what lies in /docker-entrypoint-initdb.d.
  async function setUp(): Promise<void> {
    const { POSTGRES_DB = "", ...env } = environmentOf("postgres");
    const folder = await mkdtemp(join(tmpdir(), "roles-"));
    const file = join(folder, "roles.sql");
    await writeFile(
      file,
      valueIn(library, "ConfigMap", { name: "postgres-config", key: "roles.sql" }),
    );
    await psql([server.url, "-c", `CREATE DATABASE "${POSTGRES_DB}"`]);
    await psql(
      [server.url.replace(/postgres$/, POSTGRES_DB), "-v", "ON_ERROR_STOP=1", "-f", file],
      env,
    );
    await rm(folder, { recursive: true });
  }

  const psql = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(join(dirname(realpathSync(program)), "psql"), ["--no-password", "--no-psqlrc", ...args], {
      env: { ...process.env, ...env },
    });

  const here = (url: string) => url.replace("postgres:5432", `127.0.0.1:${server.port}`);
});
