// Which address shows which page.

import { lazy, Suspense } from "react";
import type { RouteObject } from "react-router";
import { BrokenPage } from "./blog/layout/BrokenPage.tsx";
import { Layout } from "./blog/layout/Layout.tsx";
import { BlogPage } from "./blog/pages/BlogPage.tsx";
import { loadPage } from "./load-page.ts";
import { NotFoundPage } from "./blog/pages/NotFoundPage.tsx";
import { PostPage } from "./blog/pages/PostPage.tsx";
import { ServicesPage } from "./blog/pages/ServicesPage.tsx";

// Large: readers who only read the blog never load it.
const BusPage = lazy(async () => ({
  default: (await loadPage(() => import("./bus-view/BusPage.tsx"))).BusPage,
}));

export const routes: RouteObject[] = [
  {
    element: <Layout />,
    errorElement: <BrokenPage />,
    children: [
      { path: "/", element: <BlogPage /> },
      { path: "/post/:id", element: <PostPage /> },
      { path: "/services", element: <ServicesPage /> },
      {
        path: "/bus",
        element: (
          <Suspense>
            <BusPage />
          </Suspense>
        ),
      },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
];
