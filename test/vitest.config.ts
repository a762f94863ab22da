import { project } from "../vitest.project.ts"

export default project("test", { include: ["**/*.test.ts"], exclude: ["system/**", "**/node_modules/**"] })
