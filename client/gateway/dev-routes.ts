// The routes of the blog's gateway without the page, for Vite's dev server, which makes the page itself.

import { readSettings } from "@blog/common/base/settings";
import express, { type Express } from "express";
import { blog } from "../../infra/systems/blog.ts";
import { addGatewayRoutes } from "./app.ts";
import { gatewayParts } from "./parts.ts";
import { gatewaySettings } from "./settings.ts";

export function createDevRoutes(): Express {
  const app = express();
  addGatewayRoutes(app, gatewayParts(blog, readSettings(gatewaySettings(blog))));
  return app;
}
