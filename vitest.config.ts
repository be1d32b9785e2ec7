import { defineConfig } from "vitest/config"

const source = (path: string) => new URL(`src/${path}`, import.meta.url).pathname

export default defineConfig({
  resolve: {
    // Examples name the library as its users do.
    alias: [
      { find: /^genesys-jobs$/, replacement: source("index.ts") },
      { find: /^genesys-jobs\/(simulator|testing)$/, replacement: source("$1/index.ts") },
      { find: /^genesys-jobs\/(node|otel|prometheus|sdk)$/, replacement: source("$1.ts") }
    ]
  },
  test: {
    pool: "forks",
    // Loading Effect takes longer than most files' tests: each worker does it once, not once a file.
    isolate: false,
    // By default the runner keeps a core to itself, and it needs none.
    maxWorkers: "100%",
    // The end-to-end tests wait more than they work.
    maxConcurrency: 8,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          setupFiles: "test/sweep.ts"
        }
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // They run dist/bin.js as a user would.
          globalSetup: "scripts/fresh-build.mjs",
          setupFiles: "test/e2e/sweep.ts",
          testTimeout: 60_000
        }
      }
    ]
  }
})
