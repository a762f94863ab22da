// The one door through which generated arbitraries come in. Behind `Arb` everything but `decoded` is `any`, for the reason
// that `@deciduous/core/generated/v1` gives: the types stand in the generated modules themselves.
export * as Arb from "./v1/opaque.ts"
