// Two runners would write the same files: the second is told who holds the folder.

import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { startProcess } from "../local/child-process.ts";
import { claimFolder } from "../local/single-instance.ts";
import { standIn } from "./processes.ts";

describe("A data folder", () => {
  it("is held by one, who says who it is, until it is released", async () => {
    const folder = `/data/${randomUUID()}`;
    const first = await claimFolder(folder, "process 1");
    expect(first).not.toHaveProperty("heldBy");

    expect(await claimFolder(folder, "process 2")).toEqual({ heldBy: "process 1" });

    if ("release" in first) await first.release();
    const third = await claimFolder(folder, "process 3");
    expect(third).not.toHaveProperty("heldBy");
    if ("release" in third) await third.release();
  });

  it("is free again when its holder was killed", async () => {
    const folder = `/data/${randomUUID()}`;
    const holding = vi.fn();
    const holder = startProcess(standIn("holder.mjs", { FOLDER: folder }), holding);
    await vi.waitFor(() => expect(holding).toHaveBeenCalledWith("holds"), 10_000);
    expect(await claimFolder(folder, "me")).toEqual({ heldBy: "the holder" });

    holder.kill("SIGKILL");
    await holder.ended;

    const mine = await claimFolder(folder, "me");
    expect(mine).not.toHaveProperty("heldBy");
    if ("release" in mine) await mine.release();
  });
});
