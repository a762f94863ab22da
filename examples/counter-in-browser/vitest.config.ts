import { defineProject } from "vitest/config"

export default defineProject({ test: { name: "counter-in-browser", include: ["test/**/*.test.ts"] } })
