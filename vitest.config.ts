import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    pool: "forks",
    // Loading Effect takes longer than most files' tests: each worker does it once, not once a file.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "unit", include: ["test/**/*.test.ts"], exclude: ["test/e2e/**"] } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // They run dist/bin.js as a user would.
          globalSetup: "scripts/fresh-build.mjs",
          testTimeout: 60_000
        }
      }
    ]
  }
})
