import { project } from "../../vitest.project.ts"

export default project("cli", { include: ["test/**/*.test.ts"] })
