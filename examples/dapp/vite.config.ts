import { defineConfig } from "vite";

/** Notes about the files of others that change nothing here. */
const QUIET = ["MODULE_LEVEL_DIRECTIVE", "INVALID_ANNOTATION"];

/** The packages of this repository are linked, each with dependencies of its own: these must be there only once. */
const ONCE = [
  "react",
  "react-dom",
  "@tanstack/react-query",
  "@cosmjs/amino",
  "@cosmjs/crypto",
  "@cosmjs/encoding",
  "@cosmjs/math",
  "@cosmjs/proto-signing",
  "@cosmjs/utils",
  "cosmjs-types",
];

export default defineConfig({
  resolve: { dedupe: ONCE },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 2_500,
    rollupOptions: {
      onwarn: (warning, show) => {
        if (!QUIET.includes(warning.code ?? "")) show(warning);
      },
    },
  },
});
