// What TypeScript calls a version of an event. Read by the reader, for its definitions, and by the emitters.

/** `AccountOpened` for the current version, `AccountOpenedV1` for an older one and for all of a former name. */
export const versionTypeName = (event: string, version: number, current: number | undefined): string =>
  version === current ? event : `${event}V${version}`
