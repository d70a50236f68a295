// Opens the whole app at an address, as a browser does, in jsdom.

import "@testing-library/jest-dom/vitest";
import { cleanup, configure, render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createMemoryRouter } from "react-router";
import { afterEach, vi } from "vitest";
import { App } from "../../src/App.tsx";
import { createLiveBlog } from "../../src/blog/live/live-blog.ts";
import { routes } from "../../src/routes.tsx";

// Node 25 and later have storages of their own, in the way of the browser's.
declare const jsdom: { window: Window };
vi.stubGlobal("localStorage", jsdom.window.localStorage);
vi.stubGlobal("sessionStorage", jsdom.window.sessionStorage);

// Each page is loaded when it is opened: on a busy machine that takes a while, which is no failure.
configure({ asyncUtilTimeout: 5000 });

vi.stubGlobal("scrollTo", () => {});
vi.stubGlobal("matchMedia", () => ({ matches: false }));
// Nothing is ever in sight here, so that only the button loads older posts.
vi.stubGlobal(
  "IntersectionObserver",
  class {
    observe() {}
    disconnect() {}
  },
);

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

export function openPage(address: string) {
  const blog = createLiveBlog();
  blog.queryClient.setDefaultOptions({
    ...blog.queryClient.getDefaultOptions(),
    queries: { ...blog.queryClient.getDefaultOptions().queries, retry: false },
  });
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  const page = render(<App blog={blog} router={router} />);
  return { ...page, user: userEvent.setup(), router };
}
