// Opens the whole app at an address, as a browser does, in jsdom.

import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { createMemoryRouter } from "react-router";
import { vi } from "vitest";
import { blogRoutes } from "../../src/blog/blog-routes.tsx";
import { BlogApp } from "../../src/blog/BlogApp.tsx";
import { createLiveBlog } from "../../src/blog/live/live-blog.ts";

// Node 25 and later have storages of their own, in the way of the browser's.
declare const jsdom: { window: Window };
vi.stubGlobal("localStorage", jsdom.window.localStorage);
vi.stubGlobal("sessionStorage", jsdom.window.sessionStorage);

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

export function openPage(address: string) {
  const blog = createLiveBlog();
  blog.queryClient.setDefaultOptions({
    ...blog.queryClient.getDefaultOptions(),
    queries: { ...blog.queryClient.getDefaultOptions().queries, retry: false },
  });
  const router = createMemoryRouter(blogRoutes, { initialEntries: [address] });
  const page = render(<BlogApp blog={blog} router={router} />);
  return { ...page, user: userEvent.setup(), router };
}
