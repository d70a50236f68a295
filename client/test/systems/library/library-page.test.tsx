// The page of the library: the one question asked in two ways, and what happens to each of them.

import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { column, figure, openLibrary } from "./fake-library.tsx";

const RPC = "Ask now RPC";
const EVENTS = "Know already events";
const ways = [RPC, EVENTS] as const;

afterEach(() => void vi.restoreAllMocks());

describe("The page of the library", () => {
  it("asks in both ways, and shows what each costs and answers", async () => {
    await openLibrary();

    for (const way of ways) {
      expect(await column(way).findByText("answers")).toBeVisible();
      expect(column(way).getByRole("row", { name: "Notes Ada" })).toBeVisible();
      expect(figure(way, "Median latency")).toMatch(/^[\d.,]+ms$/);
      expect(column(way).getByText(/^Answered of \d+$/).nextElementSibling).toHaveTextContent(
        "100%",
      );
    }
    expect(figure(RPC, "Calls per answer")).toBe("2");
    expect(figure(EVENTS, "Calls per answer")).toBe("0");
    expect(figure(RPC, "True as of")).toBe("now");
    expect(figure(EVENTS, "Newest event")).toBe("3 min ago");
    expect(column(RPC).getByText(/answers, within .* ms\.$/)).toBeInTheDocument();
  });

  it("leads to the bus, and to the catalogue's own description", async () => {
    const { report } = await openLibrary();
    report("ready");

    expect(
      await screen.findByRole("link", { name: "All that the catalogue answers" }),
    ).toHaveAttribute("href", "http://localhost:30102/api-docs");
    expect(screen.getByRole("link", { name: "Watch the events on the bus" })).toHaveAttribute(
      "href",
      "/bus",
    );
  });

  it("renames the author of the first book, which each way shows after its time", async () => {
    const { user, report } = await openLibrary();
    report("ready");
    for (const way of ways) await column(way).findByText("answers");
    expect(figure(RPC, "Rename seen after")).toBe("–");

    await user.click(screen.getByRole("button", { name: "Rename an author" }));

    expect(await screen.findByText("“Ada” is now “Ada (2)”.")).toBeVisible();
    for (const way of ways) {
      const name = await column(way).findByText("Ada (2)");
      expect(name.tagName).toBe("MARK");
      expect(figure(way, "Rename seen after")).toMatch(/^[\d.,]+ms$/);
    }
    expect(screen.getByLabelText("Announcements")).toHaveTextContent(
      /Ada is now Ada \(2\): Ask now/,
    );
  });

  it("shows why there is no answer, and keeps the last one, while the other way goes on", async () => {
    const library = await openLibrary();
    for (const way of ways) await column(way).findByText("answers");

    library.isAuthorAway = true;

    expect(await column(RPC).findByRole("table", { name: "The last answer" })).toBeVisible();
    expect(
      column(RPC).getByText(/^After [\d.]+ ms: Author-service is unavailable\.$/),
    ).toBeVisible();
    expect(column(RPC).getByRole("row", { name: "Notes Ada" })).toBeVisible();
    expect(column(EVENTS).getByText("answers")).toBeVisible();
    await waitFor(() =>
      expect(screen.getByLabelText("Announcements")).toHaveTextContent("Ask now gets no answer."),
    );

    library.isAuthorAway = false;
    expect(await column(RPC).findByText("answers")).toBeVisible();
    expect(column(RPC).getByRole("table", { name: "The answer" })).toBeVisible();
  });

  it("has nothing to rename where there is no book", async () => {
    await openLibrary({ books: 0 });

    expect(await column(RPC).findByText("There are no books yet.")).toBeVisible();
    const button = screen.getByRole("button", { name: "Rename an author" });
    expect(button).toHaveAccessibleDescription("No book is shown yet.");
    expect(button).toHaveAttribute("aria-disabled", "true");
  });

  it("asks nothing while it is paused, and nothing in a hidden tab", async () => {
    const { asked, user } = await openLibrary();
    const isAsking = (before = asked.rpc) =>
      waitFor(() => expect(asked.rpc).toBeGreaterThan(before));
    const isQuiet = async (before = asked.rpc) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(asked.rpc).toBe(before);
    };
    await isAsking();

    await user.click(screen.getByRole("button", { name: "Pause asking" }));
    await isQuiet();
    await user.click(screen.getByRole("button", { name: "Ask again" }));
    await isAsking();

    const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    await isQuiet();
    visibility.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    await isAsking();
  });
});
