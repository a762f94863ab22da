const same = (event: unknown) => [event]

export const upcasters = { "LegalMoved@1": same, "OrderSplit@1": same }
