// The buttons of the library's page: they show how author-service is, also when it was changed elsewhere, and change it.

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openLibrary } from "./fake-library.tsx";

const button = (name: string) => screen.findByRole("button", { name });

describe("The buttons for author-service", () => {
  it("make it slow and quick again, and follow what others have set", async () => {
    const library = await openLibrary();
    library.report("ready");

    await waitFor(async () =>
      expect(await button("Make it slow (200 ms)")).toHaveAttribute("aria-disabled", "false"),
    );
    await library.user.click(await button("Make it slow (200 ms)"));
    expect(await screen.findByText("runs, 200 ms slow")).toBeVisible();
    await library.user.click(await button("Make it quick again"));
    expect(library.did).toEqual([200, 0]);

    library.delayMs = 700;
    expect(await screen.findByText("runs, 700 ms slow")).toBeVisible();
    expect(await button("Make it quick again")).toBeVisible();
  });

  it("stop and start it, and wait until it has", async () => {
    const library = await openLibrary();
    library.report("ready");
    await waitFor(async () =>
      expect(await button("Stop author-service")).toHaveAttribute("aria-disabled", "false"),
    );

    await library.user.click(await button("Stop author-service"));
    expect(await button("Stopping …")).toHaveAccessibleDescription("It stops.");
    library.report("down");
    expect(await screen.findByText("does not run")).toBeVisible();
    expect(await button("Make it slow (200 ms)")).toHaveAccessibleDescription(
      "author-service does not run.",
    );

    await library.user.click(await button("Start author-service"));
    expect(await button("Starting …")).toHaveAccessibleDescription("It starts.");
    library.report("starting");
    library.report("ready");
    expect(await button("Stop author-service")).toBeVisible();
    expect(library.did).toEqual(["stop", "start"]);
  });

  it("follow what a terminal has done to it", async () => {
    const { report } = await openLibrary();
    report("ready");
    await button("Stop author-service");

    report("down");

    expect(await button("Start author-service")).toBeVisible();
  });

  it("show in words what went wrong, until the next try", async () => {
    const library = await openLibrary();
    library.report("ready");
    library.runnerReply = { status: 409, body: { detail: "author-service is being restarted." } };
    await waitFor(async () =>
      expect(await button("Stop author-service")).toHaveAttribute("aria-disabled", "false"),
    );

    await library.user.click(await button("Stop author-service"));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "Author-service is being restarted.",
    );
    expect(await button("Stop author-service")).toHaveAttribute("aria-disabled", "false");

    library.isAuthorAway = true;
    await library.user.click(await button("Rename an author"));
    await waitFor(() =>
      expect(screen.getByRole("alert")).toHaveTextContent("Author-service is unavailable."),
    );
  });

  it.each([
    [
      { cluster: true },
      "In a cluster there is no lab. On your own machine, npm run lab:library has it.",
    ],
    [{}, "The lab is off here. On your own machine, npm run lab:library has it."],
  ])("can do nothing where there is no lab, and name the reason: %o", async (where, reason) => {
    const { report, user, did } = await openLibrary({ runner: false, ...where });
    report("ready");

    for (const name of ["Stop author-service", "Make it slow (200 ms)"]) {
      await waitFor(async () => expect(await button(name)).toHaveAccessibleDescription(reason));
      await user.click(await button(name));
    }

    expect(did).toEqual([]);
    expect(screen.getAllByText(reason).some((each) => each.tagName === "P")).toBe(true);
  });
});
