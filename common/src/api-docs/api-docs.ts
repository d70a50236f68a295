// GET /api-docs: what a service answers, as a page to read and try, and as OpenAPI at /api-docs/openapi.json. The page is
// Swagger UI from node_modules, never from another host. Nothing of it is loaded before the first request: six services idle
// on one machine, and none of them needs its own description to work.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import express, { type Express } from "express";
import helmet from "helmet";

/** A module with the OpenAPI document, imported at the first request. */
export type LoadOpenApi = () => Promise<{ openApi: object }>;

// Only what comes from here runs. Swagger UI draws its icons from data: URLs.
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>API</title>
  <link rel="icon" href="/api-docs/favicon-32x32.png">
  <link rel="stylesheet" href="/api-docs/swagger-ui.css">
  <div id="api"></div>
  <script src="/api-docs/swagger-ui-bundle.js"></script>
  <script src="/api-docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({ url: "/api-docs/openapi.json", dom_id: "#api", deepLinking: true });\n`;

/** The routes of /api-docs, for main.ts to hand to the service. `load` is called at the first request for the document. */
export const apiDocs = (load: LoadOpenApi) => (app: Express) => addApiDocs(app, load);

function addApiDocs(app: Express, load: LoadOpenApi): void {
  // It is a document, among answers that are none (hardening.ts).
  app.use("/api-docs", helmet({ contentSecurityPolicy: false }), (_req, res, next) => {
    res.set("content-security-policy", CONTENT_POLICY);
    next();
  });

  app.get("/api-docs", (_req, res) => {
    res.type("html").send(PAGE);
  });

  app.get("/api-docs/start.js", (_req, res) => {
    res.type("js").send(START);
  });

  app.get("/api-docs/openapi.json", async (_req, res) => {
    const { openApi } = await load();
    res.send(openApi);
  });

  const files = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  app.use("/api-docs", express.static(files, { index: false, maxAge: "1d" }));
}
