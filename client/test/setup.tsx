// Runs with every test file of the page: files share one document (vitest.config.ts), so each test leaves it empty.

import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { http } from "../src/http/http.ts";

// Each page is loaded when it is opened, and is a lot to draw and to search through for a busy machine, which is no failure.
configure({ asyncUtilTimeout: 15_000 });

// Each test starts without a network, whatever the test before it put in the network's place.
beforeEach(() => {
  const unreachable = () => Promise.reject(new TypeError("Failed to fetch"));
  vi.stubGlobal("fetch", unreachable);
  vi.stubGlobal("EventSource", undefined);
  http.defaults.adapter = unreachable;
});

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  localStorage.clear();
  document.head.replaceChildren();
});
