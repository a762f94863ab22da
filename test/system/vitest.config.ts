import { defineProject } from "vitest/config"

/** What needs more than npm: git, a registry, empty caches. */
export default defineProject({ test: { name: "system", include: ["**/*.test.ts"] } })
