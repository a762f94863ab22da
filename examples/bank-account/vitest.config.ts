import { project } from "../../vitest.project.ts"

export default project("bank-account", { include: ["test/**/*.test.ts"] })
