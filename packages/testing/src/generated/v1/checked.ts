// The same door with every type behind it, for `deciduous generate --checked`.
export * as Arb from "./arbitraries.ts"
