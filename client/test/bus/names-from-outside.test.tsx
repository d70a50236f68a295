// A client may use any word for a type or a service, also one that every JavaScript object knows. The page shows it as the
// word that it is, in each of its views.

import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openBus } from "./open-bus.tsx";
import { aboutService, isOurs } from "../../src/bus-view/panels/inspector/about-service.ts";
import { eventInWords } from "../../src/bus-view/stage/dot-words.ts";
import { colourOf, letterOf } from "../../src/bus-view/stage/event-type.ts";
import { blog } from "../../src/systems/blog/blog.ts";
import { layOut } from "../../src/bus-view/stage/map-layout.ts";

const { eventTypes, services } = blog;
const NAMES = Object.getOwnPropertyNames(Object.prototype);

describe.each(NAMES)("The name %s", (name) => {
  it("is a type like any other that the system does not know", () => {
    expect(letterOf(eventTypes, name)).toBe("?");
    expect(colourOf(eventTypes, name)).toBe("var(--type-other)");
    expect(eventInWords(eventTypes, name, 7)).toEqual({ full: `${name} #7`, short: "? #7" });
  });

  it("is a service that was added in the lab, and has its place on the map", () => {
    expect(isOurs(services, name)).toBe(false);
    expect(aboutService(services, name)).toBe(aboutService(services, "mine"));
    const { nodes, wires } = layOut(["posts", name], services, 960);
    expect([...nodes.keys()]).toEqual(["posts", name]);
    expect(wires.has(`deliver ${name}`)).toBe(true);
  });
});

const SOME = ["constructor", "__proto__", "toString", "hasOwnProperty"];

it("Several of them together break no view of the page", async () => {
  const { bus, flush, user } = await openBus();
  for (const name of SOME) {
    bus.publish({ type: name, source: name, data: { id: name, postId: name, title: name } });
    bus.record({ kind: "service", name, state: "up", pid: 1 });
    bus.record({
      kind: "delivery",
      ...{ phase: "started", delivery: 1, subscriber: name, positions: [1], attempt: 1 },
      reason: "live",
    });
  }
  flush();
  const last = SOME.at(-1);
  const log = within(screen.getByRole("region", { name: "Log and cursors" }));
  await user.click(await log.findByRole("button", { name: `#${SOME.length} ${last}` }));

  for (const tab of ["Map", "Sequence", "Table", "Event", "Deliveries", "Cause", "Code"]) {
    await user.click(screen.getByRole("tab", { name: tab }));
    expect(screen.getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
  }
  await user.click(screen.getByRole("tab", { name: "Map" }));
  await user.click(screen.getByRole("button", { name: /^constructor up/ }));
  await waitFor(() => expect(screen.getByRole("heading", { name: "constructor" })).toBeVisible());
}, 60_000);
