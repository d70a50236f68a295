// Builds the page; in development serves it, with the same routes to the services as the gateway has.

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  server: { port: 3000 },
  // Inlined files would need "data:" in the content security policy.
  build: { assetsInlineLimit: 0 },
});
