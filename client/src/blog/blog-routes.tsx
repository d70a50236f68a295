// Which address of the blog shows which page.

import { routesOf } from "../routes.tsx";
import { BlogLayout } from "./layout/BlogLayout.tsx";
import { BlogPage } from "./pages/BlogPage.tsx";
import { PostPage } from "./pages/PostPage.tsx";

export const blogRoutes = routesOf(<BlogLayout />, [
  { path: "/", element: <BlogPage /> },
  { path: "/post/:id", element: <PostPage /> },
]);
