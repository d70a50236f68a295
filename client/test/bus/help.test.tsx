// The help: what the marks, the words and the keys of the page mean.

import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { HelpDialog } from "../../src/bus-view/panels/HelpDialog.tsx";
import { kindWords } from "../../src/bus-view/stage/mark-words.ts";
import { expectAccessible, showPanel } from "./show-panel.tsx";

// jsdom knows no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};

describe("The help", () => {
  it("explains every mark but the one that is no mark", async () => {
    const { container } = await showPanel(<HelpDialog isOpen onClose={() => {}} />);

    const { ahead: _, ...drawn } = kindWords;
    for (const words of Object.values(drawn)) expect(screen.getByText(words)).toBeInTheDocument();
    await expectAccessible(container);
  });

  it("calls back when it is closed", async () => {
    const close = vi.fn();
    const { user } = await showPanel(<HelpDialog isOpen onClose={close} />);

    await user.click(screen.getByRole("button", { name: "Close" }));

    expect(close).toHaveBeenCalled();
  });
});
