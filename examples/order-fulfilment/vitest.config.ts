import { project } from "../../vitest.project.ts"

export default project("order-fulfilment", { include: ["test/**/*.test.ts"] })
