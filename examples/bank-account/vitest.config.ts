import { defineProject } from "vitest/config"

export default defineProject({ test: { name: "bank-account", include: ["test/**/*.test.ts"] } })
