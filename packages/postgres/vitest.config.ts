import { project } from "../../vitest.project.ts"

export default project("postgres", { include: ["test/**/*.test.ts"] })
