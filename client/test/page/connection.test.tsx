// The page reports that it is not live, and reconnects by itself.

import { act, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { startEventStream } from "../../src/http/event-stream.ts";
import { installFakeBlog } from "./fake-blog.ts";
import { FakeEventSource } from "./fake-event-source.ts";
import { openPage } from "./open-page.tsx";

afterEach(() => vi.useRealTimers());

describe("When the connection is lost", () => {
  it("reports that after a moment, opens it anew with pauses, and removes the report when it is back", async () => {
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

  it("leaves reconnecting to the browser, unless that gets no answer at all", async () => {
    vi.useFakeTimers();
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    openPage("/");

    await act(async () => FakeEventSource.last("/posts").fail({ isFinal: false }));
    await act(() => vi.advanceTimersByTimeAsync(20_000));
    expect(FakeEventSource.opened).toHaveLength(1);
    await act(() => vi.advanceTimersByTimeAsync(10_000));

    expect(FakeEventSource.opened).toHaveLength(2);
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

  it("opens no stream in a tab that was hidden from the start, until the tab is shown", async () => {
    installFakeBlog({ "GET /posts": () => ({ body: [] }) });
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    openPage("/services");
    await act(async () => {});
    expect(FakeEventSource.opened).toHaveLength(0);

    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));

    expect(FakeEventSource.opened.map(({ url }) => url).toSorted()).toEqual(["/posts", "/status"]);
  });
});

describe("When the connection dies without a word", () => {
  it.each(["/posts", "/status", "/lab/stream"])(
    "%s: the missing heartbeat shows it, and the stream is opened anew",
    async (url) => {
      vi.useFakeTimers();
      vi.stubGlobal("EventSource", FakeEventSource);
      FakeEventSource.opened.length = 0;
      const states: string[] = [];
      const onState = (state: string) => void states.push(state);
      onTestFinished(startEventStream(url, { events: {}, onState }));
      FakeEventSource.last(url).open();
      for (let beat = 1; beat <= 6; beat += 1) {
        FakeEventSource.last(url).emit("heartbeat", {});
        await vi.advanceTimersByTimeAsync(10_000);
      }
      expect([states, FakeEventSource.opened.length]).toEqual([["open"], 1]);

      await vi.advanceTimersByTimeAsync(20_000);

      expect([states, FakeEventSource.opened.length]).toEqual([["open", "interrupted"], 2]);
    },
  );

  it("is not assumed of a stream that never had a heartbeat", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("EventSource", FakeEventSource);
    FakeEventSource.opened.length = 0;
    onTestFinished(startEventStream("/posts", { events: {}, onState: () => {} }));

    FakeEventSource.last("/posts").open();
    await vi.advanceTimersByTimeAsync(120_000);

    expect(FakeEventSource.opened).toHaveLength(1);
  });
});
