export const upcasters = {
  "OrderPlaced@1": (event: { readonly a: string }) => ({ ours: event.a })
}
