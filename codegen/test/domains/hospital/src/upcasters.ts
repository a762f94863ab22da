const LEVELS = { red: 1, orange: 2, green: 4 }

export const upcasters = {
  "LevelAssigned@1": (event: { readonly colour: keyof typeof LEVELS }) => ({ level: LEVELS[event.colour] })
}
