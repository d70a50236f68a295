// The images of the library, for real: built as its README describes, started by its compose file, asked and written to. Takes minutes,
// so it runs with `npm run test:full` and in CI, where there is a dockerd.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { findFreePorts } from "../../../infra/local/ports.ts";
import { planServices } from "../../../infra/local/services.ts";
import { portVariable } from "../../../infra/systems/variables.ts";
import { readDockerfile } from "../../../infra/test/dockerfile.ts";
import { readYaml } from "../../../infra/test/yaml-file.ts";
import { system } from "../../../labs/library/system.ts";
import { type Docker, openDocker, provideBaseImage } from "../../images/docker.ts";
import { get, post } from "../../kit/json-http.ts";
import { requires } from "../../requires.ts";

const run = promisify(execFile);
const HOME = "labs/library";
const FILE = `${HOME}/infra/compose.yaml`;
const LONG = { timeout: 900_000 };

interface Compose {
  services: Record<string, { image: string; build: { dockerfile: string } }>;
}
const images = Object.entries(readYaml<Compose>(FILE).services).map(
  ([name, { image, build }]) => [name, image, build.dockerfile] as const,
);

requires("docker")("The images of the library", (dockerd) => {
  const base = readDockerfile("posts/Dockerfile")[0]!.from;
  let docker: Docker;

  beforeAll(async () => {
    docker = await openDocker(dockerd);
    await provideBaseImage(docker, base);
    return () => docker.close();
  }, LONG.timeout);

  it.each(images)("%s is built from the root", LONG, async (_name, image, dockerfile) => {
    await docker(["build", "--network=host", "-f", dockerfile, "-t", image, "."]);
  });

  it("have gRPC where it is spoken, and neither tests nor tools", LONG, async () => {
    for (const [name, image] of images) {
      const inside = ["run", "--rm", "--network=none", image];
      const packages = (await docker([...inside, "ls", "/app/node_modules"])).split("\n");
      const ours = "find /app -path /app/node_modules -prune -o -type f -print".split(" ");

      // The bus is the blog's image.
      expect([name, packages.includes("@grpc")]).toEqual([name, name !== "event-bus"]);
      for (const tool of ["vite", "vitest", "typescript", "react", "@photostructure"])
        expect(packages, name).not.toContain(tool);
      expect(await docker([...inside, ...ours]), name).not.toMatch(/\/test\/|\.test\.|\.env/);
    }
  });

  it("start with next to no rights, and are a library", LONG, async () => {
    const ids: string[] = [];
    const start = async (name: string, env: Record<string, string>) => {
      const [, image = ""] = images.find(([each]) => each === name) ?? [];
      const limits = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
      const more = ["--memory=224m", "--tmpfs=/tmp", "--network=host"];
      const variables = Object.entries(env).map(([key, value]) => `--env=${key}=${value}`);
      ids.push(await docker(["run", "--detach", ...limits, ...more, ...variables, image]));
    };
    onTestFinished(async () => void (await docker(["rm", "--force", "--volumes", ...ids])));
    const [authorPort, bookPort, ...ports] = await findFreePorts(system.services.length + 2);
    const grpc = { AUTHOR_GRPC: `localhost:${authorPort}`, BOOK_GRPC: `localhost:${bookPort}` };
    const moved = system.services.map(({ name }, index) => [portVariable(name), `${ports[index]}`]);
    const plans = planServices(system, { env: Object.fromEntries(moved), dataFolder: "" });
    for (const { name, env } of plans) {
      // Where an image keeps its data is its own business.
      const { DATABASE_URL: _, ...given } = env;
      await start(name, { ...given, ...grpc });
    }

    await isALibrary(plans.find(({ name }) => name === "catalogue")?.url ?? "");

    for (const id of ids) {
      const status = await docker(["exec", id, "cat", "/proc/1/status"]);
      expect(status).toMatch(/^Uid:\s+1000\s+1000\s/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
    }
    await docker(["stop", ...ids]);
    for (const id of ids)
      expect(await docker(["inspect", "--format", "{{.State.ExitCode}}", id])).toBe("0");
  });

  requires("compose")("with compose", (compose) => {
    it("are a library that runs beside the blog's", LONG, async () => {
      const names = system.services.map(({ name }) => portVariable(name));
      // Port 0: Docker finds a free one.
      const anyPort = [...names, "AUTHOR_GRPC_PORT", "BOOK_GRPC_PORT"].map((name) => [name, "0"]);
      const env = { ...docker.env, ...Object.fromEntries(anyPort) };
      const common = ["--project-name", `library-test-${process.pid}`, "--file", FILE];
      onTestFinished(
        async () => void (await run(compose, [...common, "down", "--volumes"], { env })),
      );

      await run(compose, [...common, "up", "--detach", "--no-build"], { env });
      const { stdout } = await run(compose, [...common, "port", "catalogue", "30102"], { env });

      await isALibrary(`http://${stdout.trim()}`);
    });
  });
});

/** An author and a book travel across it, and both ways of the catalogue know them. */
async function isALibrary(catalogue: string): Promise<void> {
  // It asks both services, so all three are there then.
  const asked = `${catalogue}/books?by=rpc`;
  await vi.waitFor(async () => expect((await fetch(asked)).ok).toBe(true), 90_000);
  const ada = { name: "Ada Lovelace", email: "ada@example.com" };
  const author = await post(`${catalogue}/authors`, ada);
  const book = { title: "Notes", authorId: author.body.id, publishedYear: 1843 };
  expect([author.status, (await post(`${catalogue}/books`, book)).status]).toEqual([201, 201]);

  for (const by of ["rpc", "events"])
    await vi.waitFor(async () => {
      const { body } = await get(`${catalogue}/books?by=${by}`);
      expect(body.books).toMatchObject([{ title: "Notes", author: { name: "Ada Lovelace" } }]);
    }, 30_000);
}
