// The images, for real: built, started with as few rights as possible, written to, restarted, stopped. Takes minutes, so it
// runs with `npm run test:full` and in CI, where there is a dockerd.

import { readFileSync } from "node:fs";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { readDockerfile } from "../../infra/test/dockerfile.ts";
import { get, post } from "../kit/json-http.ts";
import { requires } from "../requires.ts";
import { composeBlog } from "./compose.ts";
import { type Containers, runContainers } from "./containers.ts";
import { type Docker, openDocker, provideBaseImage } from "./docker.ts";
import { blog as blogSystem } from "../../infra/systems/blog.ts";
import { serviceNames } from "../../infra/systems/system.ts";

const NAMES = serviceNames(blogSystem);
const BUILD = { timeout: 600_000 };
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const imageOf = (name: string) => `you/${name}:${version}`;

requires("docker")("The images", (dockerd) => {
  const base = readDockerfile("posts/Dockerfile")[0]!.from;
  let docker: Docker;
  let blog: Containers;
  let postId: string;

  beforeAll(async () => {
    docker = await openDocker(dockerd);
    await provideBaseImage(docker, base);
    return () => docker.close();
  }, BUILD.timeout);

  it.each(NAMES)("%s is built from the root", BUILD, async (name) => {
    await docker(["build", "--network=host", "-f", `${name}/Dockerfile`, "-t", imageOf(name), "."]);
  });

  it("are built from inside a folder as well, as the course does it", BUILD, async () => {
    const tag = "you/posts:from-inside";
    await docker(["build", "--network=host", "-f", "Dockerfile", "-t", tag, ".."], "posts");

    const config = ["image", "inspect", "--format", "{{json .Config}}"];
    const { Cmd, Env, User } = JSON.parse(await docker([...config, imageOf("posts")]));
    expect(JSON.parse(await docker([...config, tag]))).toMatchObject({ Cmd, Env, User });
    await docker(["rmi", tag]);
  });

  it("add little to Node", async () => {
    const sizes = await Promise.all(
      [base, ...NAMES.map(imageOf)].map(async (image) => ({
        image,
        megabytes: Number(await docker(["image", "inspect", "--format", "{{.Size}}", image])) / 1e6,
      })),
    );

    const ofNode = sizes[0]!.megabytes;
    for (const { image, megabytes } of sizes) {
      console.log(`${image}: ${megabytes.toFixed(0)} MB`);
      expect(megabytes - ofNode, image).toBeLessThan(60);
    }
  });

  it("hold no tests, no tools, nothing of the labs, and no SQLite besides Node's", async () => {
    for (const name of NAMES) {
      const run = ["run", "--rm", "--network=none", imageOf(name)];
      const packages = (await docker([...run, "ls", "/app/node_modules"])).split("\n");
      const ours = "find /app -path /app/node_modules -prune -o -type f -print".split(" ");

      expect(await docker([...run, ...ours]), name).not.toMatch(/\/test\/|\.test\.|\.env/);
      const tools = ["vite", "vitest", "typescript", "react", "@photostructure"];
      for (const foreign of [...tools, "@grpc", "@labs", "@library", "@shop"])
        expect(packages, name).not.toContain(foreign);
    }
  });

  it("become healthy with next to no rights", async () => {
    blog = await runContainers(docker, imageOf);

    await blog.allHealthy();
    for (const name of NAMES) {
      const status = await blog.inside(name, "cat", "/proc/1/status");
      expect(status).toMatch(/^Uid:\s+1000\s+1000\s/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      await expect(blog.inside(name, "touch", "/app/package.json")).rejects.toThrow(
        "Read-only file system",
      );
    }
  });

  it("are a blog: a post and a comment travel across them", async () => {
    const created = await post(`${blog.urls.client}/posts/create`, { title: "In a container" });
    postId = created.body.id;
    const address = `${blog.urls.client}/posts/${postId}/comments`;
    // Refused until comments has received the post.
    await vi.waitFor(async () => {
      expect((await post(address, { content: "An orange in a box" })).status).toBe(201);
    }, 30_000);

    await vi.waitFor(async () => {
      const { body } = await get(`${blog.urls.client}/posts/${postId}`);
      expect(body.comments).toMatchObject([{ content: "An orange in a box", status: "rejected" }]);
    }, 30_000);
    const page = await fetch(`${blog.urls.client}/`, { headers: { accept: "text/html" } });
    expect(await page.text()).toContain("<div id=");
  });

  it("keep what they know when they are started again", async () => {
    const { posts, query, "event-bus": bus } = blog.ids;
    await docker(["restart", posts!, query!, bus!]);

    await vi.waitFor(async () => {
      const { body } = await get(`${blog.urls.query}/posts/${postId}`);
      expect(body).toMatchObject({ title: "In a container", comments: [{ status: "rejected" }] });
    }, 30_000);
    // Process 1 of a container ignores SIGTERM until it has a handler for it.
    await blog.allHealthy();
  });

  it("stop in order when they are asked to", async () => {
    await docker(["stop", "--time=20", ...Object.values(blog.ids)]);

    for (const name of NAMES) {
      const state = await blog.inspect(name, "{{.State.ExitCode}} {{.State.OOMKilled}}");
      expect([name, state]).toEqual([name, "0 false"]);
    }
    await docker(["rm", "--volumes", ...Object.values(blog.ids)]);
  });

  it("start again in development, when a file in them has changed", BUILD, async () => {
    const build = ["build", "--quiet", "--network=host", "-f", "posts/Dockerfile"];
    const image = (await docker([...build, "--target=dev", "."])).split("\n").at(-1)!;
    const id = await docker(["run", "--detach", "--network=host", "--env=PORT=0", image]);
    const starts = async () =>
      (await docker(["logs", id])).split("\n").filter((line) => line.includes("posts listens"));

    await vi.waitFor(async () => expect(await starts()).toHaveLength(1), 30_000);
    await docker(["exec", id, "touch", "posts/src/app.ts"]);
    await vi.waitFor(async () => expect(await starts()).toHaveLength(2), 30_000);
    await docker(["rm", "--force", "--volumes", id]);
  });

  requires("compose")("with compose", (compose) => {
    it("are the whole blog, in the right order", BUILD, async () => {
      const { url, down } = await composeBlog(compose, docker);
      onTestFinished(down);

      const { body } = await post(`${url}/posts/create`, { title: "Composed" });
      await vi.waitFor(async () => {
        expect((await get(`${url}/posts/${body.id}`)).body.title).toBe("Composed");
      }, 30_000);
    });
  });
});
