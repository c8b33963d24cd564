import { defineConfig } from "vite";

export default defineConfig({
  // The components bring no React of their own: there must be one only.
  resolve: { dedupe: ["react", "react-dom", "@tanstack/react-query"] },
  build: { target: "es2022", sourcemap: false, chunkSizeWarningLimit: 1_500 },
});
