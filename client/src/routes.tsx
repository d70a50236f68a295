// The pages that every system has, beside its own: which address shows which.

import { lazy, type ReactNode, Suspense } from "react";
import type { RouteObject } from "react-router";
import { loadPage } from "./load-page.ts";
import { ServicesPage } from "./services/ServicesPage.tsx";
import { loaderOf } from "./systems/load-system.ts";
import { BrokenPage } from "./ui/BrokenPage.tsx";
import { NotFoundPage } from "./ui/NotFoundPage.tsx";

// Large: readers who never look at the bus never load it.
const BusPage = lazy(async () => {
  const loadSystem = loaderOf(document.documentElement.dataset.system);
  const [{ BusPage: Page }, system] = await loadPage(() =>
    Promise.all([import("./bus-view/BusPage.tsx"), loadSystem()]),
  );
  return { default: () => <Page system={system} /> };
});

/** `frame` is around each page; `own` are the pages of the system alone. */
export function routesOf(frame: ReactNode, own: RouteObject[]): RouteObject[] {
  return [
    {
      element: frame,
      errorElement: <BrokenPage />,
      children: [
        ...own,
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
}
