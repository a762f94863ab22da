import { project } from "../../vitest.project.ts"

export default project("loan-application", { include: ["test/**/*.test.ts"] })
