import { project } from "../../vitest.project.ts"

/** What needs more than npm: Chromium, nats-server, a registry, the real log. */
export default project("system", { include: ["**/*.test.ts"] })
