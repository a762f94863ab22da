import { project } from "../../vitest.project.ts"

export default project("nats", { include: ["test/**/*.test.ts"] })
