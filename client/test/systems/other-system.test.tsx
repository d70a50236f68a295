// The bus view of a system that is not the blog: its map, its letters, its words, and nothing of the blog's.

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { describe, expect, it } from "vitest";
import { BusPage } from "../../src/bus-view/BusPage.tsx";
import { SiteContext } from "../../src/ui/site.ts";
import { openBus } from "../bus/open-bus.tsx";
import { kiosk } from "./kiosk.ts";

async function openKiosk() {
  const page = await openBus({
    open: () => ({ ...render(<Kiosk />), user: userEvent.setup() }),
    subscribers: ["kettle", "till", "till-2"],
    answers: {
      "POST /lab/replay": () => ({ body: { events: 2, results: [] } }),
      "GET /my-subscriber.mjs": () => ({ body: "createServer(…)" }),
    },
  });
  page.bus.publish({ type: "TeaOrdered", source: "till", data: { cup: "blue" } });
  page.bus.publish({ type: "PostCreated", source: "till", data: { title: "No post" } });
  page.flush();
  await screen.findByRole("button", { name: "#2 PostCreated" });
  return page;
}

function Kiosk() {
  return (
    <MemoryRouter>
      <QueryClientProvider client={new QueryClient()}>
        <SiteContext value={{ name: "Kiosk", home: "Tea" }}>
          <BusPage system={kiosk} />
        </SiteContext>
      </QueryClientProvider>
    </MemoryRouter>
  );
}

// jsdom scrolls nowhere.
Element.prototype.scrollIntoView = () => {};

/** But for the event that was published to look like one of the blog's, and the method of HTTP. */
const ABOUT_A_BLOG = /\b(blog|(?<!No )posts?|comments?|query|moderation)\b(?<!POST(?= \/))/gi;

const region = (name: string) => within(screen.getByRole("region", { name }));

describe("Another system has its own", () => {
  it("places on the map, and sentences about its services", async () => {
    const { user } = await openKiosk();
    const map = within(screen.getByRole("tabpanel", { name: "Map" }));
    const left = (name: RegExp) => map.getByRole("button", { name }).style.left;

    expect(left(/^till up/)).toBe("0px");
    expect(left(/^kettle up/)).not.toBe("0px");
    await user.click(map.getByRole("button", { name: /^kettle up/ }));
    expect(screen.getByText("Boils the water.")).toBeVisible();
    expect(screen.getByRole("button", { name: /^Rebuild/ })).toBeVisible();
    await user.click(map.getByRole("button", { name: /^till-2 up/ }));
    expect(screen.getByText("One more till.")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Rebuild/ })).toBeNull();
  });

  it("lanes in the sequence, publishers left of the bus", async () => {
    const { user, container } = await openKiosk();

    await user.click(screen.getByRole("tab", { name: "Sequence" }));

    const head = container.querySelector('[data-tight][aria-hidden="true"]');
    const lanes = [...(head?.children ?? [])].map(({ textContent }) => textContent);
    expect(lanes).toEqual(["till", "event bus", "kettle", "till-2"]);
  });

  it("letters, colours and legend, and a type of the blog is any other", async () => {
    const { user } = await openKiosk();
    const log = region("Log and cursors");
    const letter = (name: string) => log.getByRole("button", { name }).firstElementChild;

    expect(letter("#1 TeaOrdered")).toHaveTextContent("T");
    expect(letter("#1 TeaOrdered")).toHaveStyle({ color: "var(--type-violet)" });
    expect(letter("#2 PostCreated")).toHaveTextContent("?");
    await user.click(log.getByText("Legend"));
    expect(log.getByText("TeaServed")).toBeVisible();
  });

  it("summaries and types in the table", async () => {
    const { user } = await openKiosk();

    await user.click(screen.getByRole("tab", { name: "Table" }));

    expect(screen.getByText("a blue cup")).toBeVisible();
    expect(screen.getByText('{"title":"No post"}')).toBeVisible();
    const types = within(screen.getByLabelText("Show")).getAllByRole("option");
    expect(types.map(({ textContent }) => textContent)).toEqual([
      "all types",
      "TeaOrdered",
      "TeaServed",
    ]);
  });

  it("experiments, each with its result", async () => {
    const { user } = await openKiosk();

    await user.click(region("Inspector").getByRole("button", { name: "Order a cup" }));
    expect(await screen.findByText("A cup is ordered.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show it" }));

    expect(region("Lab").getByText("Tea without a cup.")).toBeVisible();
    expect(region("Lab").getByRole("button", { name: "Break it" })).toBeVisible();
  });

  it("contracts in the form that publishes, and its own poison", async () => {
    const { user } = await openKiosk();
    const form = region("Lab");
    await user.click(form.getByRole("tab", { name: "Publish" }));

    expect(form.getByLabelText("cup")).toHaveValue("not like 2 others");
    expect(form.getByText("left out: it means 2")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Fill in a poison event" }));

    expect(form.getByLabelText("Type")).toHaveValue("TeaServed");
    expect(form.getByText("left out, and required")).toBeVisible();
  });

  it("places in the code", async () => {
    const { user } = await openKiosk();
    await user.click(screen.getByRole("button", { name: "#1 TeaOrdered" }));

    await user.click(screen.getByRole("tab", { name: "Code" }));

    expect(screen.getAllByText("kiosk/app.ts")).toHaveLength(3);
  });

  it("words everywhere: nothing on the page is about a blog", async () => {
    const { user, container } = await openKiosk();
    expect(document.title).toBe("Bus · Kiosk");
    await user.click(screen.getByRole("button", { name: "Help" }));
    expect(screen.getByText("What tea is in.")).toBeVisible();
    const words: string[] = [];
    const look = () => words.push(...(container.innerHTML.match(ABOUT_A_BLOG) ?? []));

    for (const view of ["Map", "Sequence", "Table"]) {
      await user.click(screen.getByRole("tab", { name: view }));
      look();
    }
    for (const tool of [
      "Publish",
      "Load",
      "Parked",
      "Replay",
      "Your own service",
      "Session file",
    ]) {
      await user.click(screen.getByRole("tab", { name: tool }));
      look();
    }

    expect(words).toEqual([]);
  });
});
