import { project } from "../../vitest.project.ts"

export default project("testing", { include: ["test/**/*.test.ts"] })
