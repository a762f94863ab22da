export const upcasters = {
  "ContainerMoved@1": (event: { readonly port: string }) => [
    { type: "ContainerUnloaded", version: 1, data: { port: event.port } },
    { type: "ContainerLoaded", version: 1, data: { harbour: event.port, grams: 0 } }
  ]
}
