export const elsewhere = {
  "ElsewhereWritten@1": (event: { readonly a: string }) => ({ a: event.a + Math.random() }),
  "LegalSpread@1": (event: { readonly a: string }) => event
}
