// Starts the blog in the browser: one live blog per tab, and the page that shows it.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { App } from "./App.tsx";
import { createLiveBlog } from "./blog/live/live-blog.ts";
import { routes } from "./routes.tsx";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <App blog={createLiveBlog()} router={createBrowserRouter(routes)} />
  </StrictMode>,
);
