export const upcasters = {
  "BackwardSent@1": (event: unknown) => event,
  "ForwardSent@1": (event: unknown) => event,
  "FullSent@1": (event: unknown) => event,
  "LegalSent@1": (event: unknown) => event
}
