import { defineProject } from "vitest/config"

export default defineProject({ test: { name: "loan-application", include: ["test/**/*.test.ts"] } })
