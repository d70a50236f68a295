// The page of a system that is not the blog. What it shows at "/" is loaded by the name of the system.

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense, useState } from "react";
import {
  createBrowserRouter,
  Navigate,
  type RouteObject,
  RouterProvider,
  type RouterProviderProps,
} from "react-router";
import { loadPage } from "../load-page.ts";
import { routesOf } from "../routes.tsx";
import { Layout } from "../ui/Layout.tsx";
import { pageLoaderOf } from "./load-system.ts";
import type { SystemPage } from "./system-page.ts";

interface SystemAppProps {
  name: string;
  createRouter?: (routes: RouteObject[]) => RouterProviderProps["router"];
}

export function SystemApp({ name, createRouter = createBrowserRouter }: SystemAppProps) {
  const [router] = useState(() => createRouter(systemRoutes(name)));
  const [queryClient] = useState(() => new QueryClient());

  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

function systemRoutes(name: string): RouteObject[] {
  const part = (choose: (page: SystemPage) => ComponentType) =>
    lazy(async () => ({ default: choose(await loadPage(pageLoaderOf(name))) }));
  const Frame = part(({ site }) => () => <Layout site={site} />);
  const Home = part((page) => page.Home ?? ToTheBus);

  return routesOf(
    <Suspense>
      <Frame />
    </Suspense>,
    [
      {
        path: "/",
        element: (
          <Suspense>
            <Home />
          </Suspense>
        ),
      },
    ],
  );
}

function ToTheBus() {
  return <Navigate to="/bus" replace />;
}
