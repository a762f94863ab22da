import { project } from "../../vitest.project.ts"

export default project("runtime", { include: ["test/**/*.test.ts"] })
