import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/story/**/*.test.ts"],
    environment: "node",
    testTimeout: 120_000,
    hookTimeout: 180_000,
    bail: 1,
  },
});
