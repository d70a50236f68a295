// The page says when it is not live, and gets back by itself.

import { act, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { installFakeBlog } from "./fake-blog.ts";
import { FakeEventSource } from "./fake-event-source.ts";
import { openPage } from "./open-page.tsx";

afterEach(() => vi.useRealTimers());

describe("When the connection is lost", () => {
  it("says so after a moment, opens it anew with pauses, and falls silent when it is back", async () => {
    vi.useFakeTimers();
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    openPage("/");
    const first = FakeEventSource.last("/posts");
    const notice = screen.getByRole("status", { name: "Connection" });

    await act(async () => first.fail({ isFinal: true }));
    expect(notice).toBeEmptyDOMElement();
    await act(() => vi.advanceTimersByTimeAsync(2500));
    expect(notice).toHaveTextContent("Live updates are interrupted");
    const second = FakeEventSource.last("/posts");
    expect(second).not.toBe(first);
    await act(async () => second.open());

    expect(notice).toBeEmptyDOMElement();
  });

  it("leaves reconnecting to the browser as long as the browser does it", async () => {
    vi.useFakeTimers();
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    openPage("/");

    await act(async () => FakeEventSource.last("/posts").fail({ isFinal: false }));
    await act(() => vi.advanceTimersByTimeAsync(60_000));

    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("lets go of the stream in a hidden tab, and takes it up again", async () => {
    vi.useFakeTimers();
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    openPage("/");
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);

    document.dispatchEvent(new Event("visibilitychange"));
    await act(() => vi.advanceTimersByTimeAsync(11_000));
    expect(FakeEventSource.last("/posts").readyState).toBe(FakeEventSource.CLOSED);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));

    expect(FakeEventSource.last("/posts").readyState).toBe(FakeEventSource.CONNECTING);
  });
});
