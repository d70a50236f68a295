// Starts the page of a system in the browser: the blog, unless the gateway has written another one's name on it.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { blogRoutes } from "./blog/blog-routes.tsx";
import { BlogApp } from "./blog/BlogApp.tsx";
import { createLiveBlog } from "./blog/live/live-blog.ts";
import { SystemApp } from "./systems/SystemApp.tsx";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

const { system = "blog" } = document.documentElement.dataset;
let open = () => <BlogApp blog={createLiveBlog()} router={createBrowserRouter(blogRoutes)} />;
if (system !== "blog") open = () => <SystemApp name={system} />;

createRoot(root).render(<StrictMode>{open()}</StrictMode>);
