// Two runners would write the same files: the second is shown what holds the folder. What is in the way is named.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startProcess } from "../local/child-process.ts";
import { claimFolder } from "../local/single-instance.ts";
import { standIn } from "./processes.ts";

function temporary(...below: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "blog-claim-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const inner = join(folder, ...below);
  mkdirSync(inner, { recursive: true });
  return inner;
}

async function claim(folder: string, introduction: string) {
  const claimed = await claimFolder(folder, introduction);
  if ("release" in claimed) onTestFinished(claimed.release);
  return claimed;
}

const hasSockets = process.platform !== "win32";

describe("A data folder", () => {
  it.each([
    ["", []],
    [", also one with a path of 400 bytes", ["a".repeat(200), "b".repeat(200)]],
    [", also one with another alphabet and spaces", ["ein Ordner für das Blog 日本語 ".repeat(4)]],
  ])("is held by one, which identifies itself, until it is released%s", async (_what, below) => {
    const folder = temporary(...below);
    const cwd = process.cwd();
    const first = await claimFolder(folder, "process 1");
    expect(first).not.toHaveProperty("heldBy");
    expect(first).not.toHaveProperty("unguarded");

    expect(await claimFolder(folder, "process 2")).toEqual({ heldBy: "process 1" });

    if ("release" in first) await first.release();
    expect(readdirSync(folder).filter((name) => name.endsWith(".sock"))).toEqual([]);
    expect(await claim(folder, "process 3")).not.toHaveProperty("heldBy");
    expect(process.cwd()).toBe(cwd);
  });

  it("is free again when its holder was killed", { timeout: 60_000 }, async () => {
    const folder = temporary();
    const holding = vi.fn();
    const holder = startProcess(standIn("holder.mjs", { FOLDER: folder }), holding);
    await vi.waitFor(() => expect(holding).toHaveBeenCalledWith("holds"), 50_000);
    expect(await claimFolder(folder, "me")).toEqual({ heldBy: "the holder" });

    holder.kill("SIGKILL");
    await holder.ended;

    expect(existsSync(join(folder, "runner.sock"))).toBe(hasSockets);
    expect(await claim(folder, "me")).not.toHaveProperty("heldBy");
  });
});

describe.runIf(hasSockets)("The socket of a data folder", () => {
  /** Another process listens there. */
  async function occupy(folder: string, onCall: (socket: Socket) => void): Promise<void> {
    const server = createServer(onCall);
    await new Promise<void>((resolve) => server.listen(join(folder, "runner.sock"), resolve));
    onTestFinished(() => void server.close());
  }

  it("is for its owner alone", async () => {
    const folder = temporary();

    await claim(folder, "me");

    expect(statSync(join(folder, "runner.sock")).mode & 0o777).toBe(0o700);
  });

  it("cannot steer the terminal of the one that asks, whatever it answers", async () => {
    const folder = temporary();
    await occupy(folder, (socket) =>
      socket.end("\u001b[2J\u009b31m\u202eevil\r\nsecond line\u0007"),
    );

    const { heldBy } = (await claimFolder(folder, "me")) as { heldBy: string };

    expect(heldBy).toBe("�[2J�31m�evil��second line�");
    expect(heldBy).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("is asked for a second and three hundred characters at most", async () => {
    const [silent, endless] = [temporary(), temporary()];
    await occupy(silent, (socket) => onTestFinished(() => void socket.destroy()));
    await occupy(endless, (socket) => {
      const timer = setInterval(() => socket.write("x".repeat(100)), 5);
      socket.on("error", () => {}).on("close", () => clearInterval(timer));
    });

    const answers = await Promise.all([claimFolder(silent, "me"), claimFolder(endless, "me")]);

    expect(answers).toEqual([
      { heldBy: "a process that does not identify itself" },
      { heldBy: "x".repeat(300) },
    ]);
  });

  it.each(["a file", "a link"])("is not put in the place of %s", async (what) => {
    const folder = temporary();
    const path = join(folder, "runner.sock");
    if (what === "a file") writeFileSync(path, "precious");
    else symlinkSync("/nowhere", path);

    await expect(claimFolder(folder, "me")).rejects.toThrow(/runner\.sock is not the blog's own/);

    expect(readdirSync(folder)).toEqual(["runner.sock"]);
  });

  it.runIf(process.platform === "linux")(
    "is left out, in words, where there can be none",
    async () => {
      const claimed = await claim("/proc", "me");

      expect(claimed).toHaveProperty("unguarded", expect.stringMatching(/proc can hold no socket/));
    },
  );
});
