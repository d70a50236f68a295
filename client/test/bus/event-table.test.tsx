// The table: the same history, for the keyboard and the ear.

import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { EventTable } from "../../src/bus-view/panels/EventTable.tsx";
import { event } from "./events.ts";
import { expectAccessible, showPanel } from "./show-panel.tsx";

const three = [
  event(1),
  event(2, {
    type: "CommentCreated",
    source: "comments",
    data: { content: "Lovely", status: "pending" },
  }),
  event(3, { type: "Sneezed", source: "unknown", data: {} }),
];

describe("The table of events", () => {
  it("describes each event, and its state at each subscriber", async () => {
    const { container } = await showPanel(<EventTable />, {
      events: three,
      subscribers: [{ name: "query", cursor: 1, parked: [2] }],
    });

    const summary = await screen.findByText("“Lovely” · pending");
    const row = within(summary.closest("tr")!);

    // Written in whatever direction, it does not move what stands around it.
    expect(summary.tagName).toBe("BDI");
    expect(row.getByRole("rowheader", { name: "2" })).toBeVisible();
    expect(row.getByText("CommentCreated")).toBeVisible();
    expect(row.getByText("parked")).toBeVisible();
    expect(screen.getByText("earlier")).toBeVisible();
    await expectAccessible(container);
  });

  it("has the selection moved by the arrows", async () => {
    const { user, store } = await showPanel(<EventTable />, { events: three });
    const selected = () => store.getSnapshot().selection;
    const grid = await screen.findByRole("grid");
    await screen.findByText("Sneezed");
    grid.focus();

    await user.keyboard("{ArrowUp}");
    expect(selected()).toEqual({ kind: "event", position: 3 });
    await user.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}");
    expect(selected()).toEqual({ kind: "event", position: 1 });
    await user.keyboard("{End}");
    expect(selected()).toEqual({ kind: "event", position: 3 });

    expect(grid).toHaveAttribute("aria-activedescendant", "event-3");
    expect(screen.getByRole("row", { selected: true })).toHaveAttribute("aria-rowindex", "4");
  });

  it("is narrowed down to a type or a text", async () => {
    const { user } = await showPanel(<EventTable />, { events: three });

    await user.selectOptions(await screen.findByLabelText("Show"), "CommentCreated");
    expect(await screen.findByText("1 event")).toBeVisible();
    expect(rowCount()).toBe(2);

    await user.selectOptions(screen.getByLabelText("Show"), "all types");
    await user.type(screen.getByLabelText("with the text"), "sneez");
    expect(await screen.findByText("Sneezed")).toBeVisible();
    expect(rowCount()).toBe(2);
  });

  it("has rows for 100,000 events, and only those in sight in the page", async () => {
    const read = vi.fn(({ params }: { params: URLSearchParams }) => {
      const after = Number(params.get("after"));
      const page = Array.from({ length: Number(params.get("limit")) }, (_, n) =>
        event(after + n + 1),
      );
      return { body: page.map((one) => JSON.stringify(one)).join("\n") };
    });
    await showPanel(<EventTable />, {
      events: [event(100_000)],
      answers: { "GET /lab/events": read },
    });

    await vi.waitFor(() => expect(rowCount()).toBe(100_001));

    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    await vi.waitFor(() => expect(read).toHaveBeenCalled());
    expect(read.mock.calls.length).toBeLessThan(5);
  });
});

function rowCount(): number {
  return Number(screen.getByRole("grid").getAttribute("aria-rowcount"));
}
