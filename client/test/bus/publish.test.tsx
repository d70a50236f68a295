// The form that publishes an event: made from the contracts, and no stricter than the bus.

import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { PublishTab } from "../../src/bus-view/panels/drawer/PublishTab.tsx";
import { expectAccessible, showPanel } from "./show-panel.tsx";

describe("Publishing an event", () => {
  const taken = () => ({ body: { status: "OK" }, headers: { "event-bus-position": "17" } });

  it("has the fields of the contract, and shows the position of the event in the log", async () => {
    const publish = vi.fn(taken);
    const { user, container } = await showPanel(<PublishTab />, {
      answers: { "POST /lab/events": publish },
    });
    const form = within(screen.getByRole("form", { name: "Publish an event" }));

    await user.selectOptions(form.getByLabelText("Type"), "CommentCreated");
    expect(
      form.getAllByRole("textbox").map((field) => field.getAttribute("id") && name(field)),
    ).toEqual(["id", "postId", "content", "status"]);
    expect(form.getByText('left out: it means "pending"')).toBeVisible();
    await user.type(form.getByLabelText("postId"), "p1");
    await user.type(form.getByLabelText("content"), "Lovely");
    await user.click(form.getByRole("button", { name: "Publish" }));

    expect(await screen.findByRole("button", { name: "#17" })).toBeVisible();
    const [[request] = []] = publish.mock.calls as unknown as [{ body: unknown }][];
    expect(request?.body).toMatchObject({
      type: "CommentCreated",
      data: { postId: "p1", content: "Lovely" },
    });
    await expectAccessible(container);
  });

  it("warns of a broken contract, sends it all the same, and shows a refusal as it is", async () => {
    const { user } = await showPanel(<PublishTab />, {
      answers: {
        "POST /lab/events": () => ({ status: 400, body: { detail: "type: Invalid input" } }),
      },
    });

    await user.click(screen.getByRole("button", { name: "Fill in a poison event" }));
    expect(screen.getByText(/breaks the contract of its type. postId/)).toBeVisible();
    await user.click(screen.getByLabelText("As JSON"));
    expect(screen.getByLabelText("The event as JSON")).toHaveDisplayValue(/I belong to no post/);
    await user.click(screen.getByRole("button", { name: "Publish" }));

    expect(await screen.findByText(/^400/)).toBeVisible();
    expect(screen.getByLabelText("What the bus answered")).toHaveTextContent("type: Invalid input");
  });
});

function name(field: HTMLElement): string | undefined {
  return document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent ?? undefined;
}
