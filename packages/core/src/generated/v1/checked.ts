// The same door with every type behind it, for `deciduous generate --checked`.
export * as S from "effect/Schema"
export * as R from "./runtime.ts"
export type * from "./types.ts"
