// Builds the page. In development it serves it too, with the gateway's own routes to the services in front.

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { precompress } from "./precompress.ts";
import type * as DevRoutes from "./gateway/dev-routes.ts";

const gatewayRoutes: Plugin = {
  name: "gateway-routes",
  async configureServer(server) {
    // Loaded by Vite, not imported: Node 20 cannot read TypeScript, and a build needs no gateway.
    const loaded = await server.ssrLoadModule("/gateway/dev-routes.ts");
    const { createDevRoutes } = loaded as typeof DevRoutes;
    server.middlewares.use(createDevRoutes());
  },
};

export default defineConfig(({ command }) => {
  // A build that a test runner starts inherits NODE_ENV=test, and would carry React's development version.
  if (command === "build") process.env.NODE_ENV = "production";

  return {
    plugins: [react(), gatewayRoutes, precompress()],
    server: {
      port: Number(process.env.PORT || 3000),
      strictPort: true,
      // On this machine alone, and on ::1 too (infra/local/dev-client.mjs). By the names that the gateway knows.
      host: "127.0.0.1",
      allowedHosts: (process.env.ALLOWED_HOSTS || "")
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    },
    // Inlined files would need "data:" in the content security policy.
    build: { assetsInlineLimit: 0 },
  };
});
