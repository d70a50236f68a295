// The gateway's routes without the page, for Vite's dev server, which makes the page itself.

import { readSettings } from "@blog/common/base/settings";
import express, { type Express } from "express";
import { addGatewayRoutes } from "./app.ts";
import { gatewayParts } from "./parts.ts";
import { GatewaySettings } from "./settings.ts";

export function createDevRoutes(): Express {
  const app = express();
  addGatewayRoutes(app, gatewayParts(readSettings(GatewaySettings)));
  return app;
}
