// The documents of an import and what `$ref` in them leads to. Files are read when they are first asked for, none of them
// from outside the folder, and nothing from the network.
import { posix } from "node:path"
import type { Json } from "../model.ts"
import { isObject, type JsonObject, ownOf, readDocument, textIn } from "./document.ts"
import { below, fileOf, type Place, segmentsOf, splitAt } from "./place.ts"

/** The text of a file by its path below the root; or a sentence of why there is none. */
export type LoadText = (file: string) => { readonly text: string } | { readonly problem: string }

export interface Library {
  /** The whole document. Its problems have been reported where there is none. */
  readonly open: (file: string, from?: Place) => JsonObject | undefined
  /** What stands where a reference leads, through any chain of them; nothing where that was reported. */
  readonly follow: (reference: string, from: Place) => Target | undefined
  /** What stands at a place, which was followed before. */
  readonly at: (place: Place) => Json | undefined
  /** Where a value came from; of one that was put together, what it was put together for. */
  readonly placeOf: (value: JsonObject) => Place
  /** Says of a new value where it belongs. */
  readonly placed: <A extends JsonObject>(value: A, place: Place) => A
  readonly problems: () => ReadonlyArray<Problem>
  readonly report: (at: Place, message: string, help?: string) => undefined
}

export interface Target {
  readonly place: Place
  readonly value: Json
}

/** Why nothing is imported. */
export interface Problem {
  readonly at: Place
  readonly message: string
  readonly help: string | undefined
}

export const makeLibrary = (load: LoadText): Library => {
  const documents = new Map<string, JsonObject | undefined>()
  const places = new WeakMap<JsonObject, Place>()
  /** `$id` of schemas, by which others may refer to them. */
  const named = new Map<string, Place>()
  const problems = new Map<string, Problem>()

  const report = (at: Place, message: string, help?: string): undefined => {
    const key = `${at} ${message}`
    if (!problems.has(key)) problems.set(key, { at, message, help })
  }
  const open = (file: string, from: Place = file): JsonObject | undefined => {
    if (documents.has(file)) return documents.get(file)
    const loaded = load(file)
    const read = "problem" in loaded ? loaded : readDocument(loaded.text)
    documents.set(file, "value" in read ? read.value : undefined)
    if ("problem" in read) {
      return report(from, from === file ? read.problem : `It refers to ${JSON.stringify(file)}: ${read.problem}`)
    }
    remember(read.value, below(file))
    return read.value
  }
  /** Where everything stands, and what it is called. */
  const remember = (value: Json, place: Place): void => {
    if (Array.isArray(value)) return value.forEach((item: Json, index) => remember(item, below(place, index)))
    if (!isObject(value)) return
    places.set(value, place)
    const id = textIn(value, "$id") ?? textIn(value, "id")
    if (id !== undefined && SCHEME.test(id)) named.set(id.replace(/#$/, ""), place)
    const anchor = textIn(value, "$anchor") ?? (id?.startsWith("#") === true ? id.slice(1) : undefined)
    if (anchor !== undefined) named.set(`${fileOf(place)}#${anchor}`, place)
    for (const [key, inner] of Object.entries(value)) remember(inner, below(place, key))
  }
  const resolve = (reference: string, from: Place): Place | undefined => {
    const [target, fragment] = splitAt(reference, "#")
    const known = named.get(target)
    if (known !== undefined) return withFragment(known, fragment)
    if (target === "") return withFragment(below(fileOf(from)), fragment)
    if (SCHEME.test(target) || target.startsWith("//")) {
      return report(
        from,
        `The reference ${JSON.stringify(reference)} is remote, and nothing is fetched from the network.`,
        "save what it leads to beside this file, and refer to that."
      )
    }
    const path = posix.normalize(posix.join(posix.dirname(fileOf(from)), decoded(target)))
    if (path.startsWith("../") || path === ".." || posix.isAbsolute(target)) {
      return report(
        from,
        `The reference ${JSON.stringify(reference)} leaves the folder.`,
        "name the folder that holds all of it: --root."
      )
    }
    open(path, from)
    return withFragment(below(path), fragment)
  }
  /** A pointer goes on from where it begins; any other fragment is the name that a schema gives itself. */
  const withFragment = (place: Place, fragment: string): Place =>
    fragment === "" || fragment.startsWith("/")
      ? place + decoded(fragment)
      : named.get(`${fileOf(place)}#${fragment}`) ?? below(place, `#${fragment}`)
  const at = (place: Place): Json | undefined => {
    let value: Json | undefined = open(fileOf(place))
    for (const key of segmentsOf(place)) {
      if (value === undefined) return undefined
      value = Array.isArray(value)
        ? value[Number(key)] as Json | undefined
        : isObject(value)
        ? ownOf(value, key)
        : undefined
    }
    return value
  }
  const follow = (reference: string, from: Place): Target | undefined => {
    const seen: Array<Place> = []
    let asked = from
    let place = resolve(reference, from)
    while (place !== undefined) {
      if (seen.includes(place)) {
        return report(from, `The reference ${JSON.stringify(reference)} leads in a circle, and to no schema.`)
      }
      seen.push(place)
      const isThere = open(fileOf(place), asked) !== undefined
      const value = at(place)
      if (value === undefined) {
        return isThere ? report(asked, `It refers to ${JSON.stringify(place)}, and there is nothing.`) : undefined
      }
      const next: string | undefined = isObject(value) && onlyRefers(value) ? textIn(value, "$ref") : undefined
      if (next === undefined) return { place, value }
      asked = place
      place = resolve(next, place)
    }
    return undefined
  }
  return {
    open,
    follow,
    at,
    placeOf: (value) => places.get(value) ?? "",
    placed: (value, place) => {
      places.set(value, place)
      return value
    },
    problems: () => [...problems.values()],
    report
  }
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** Beside `$ref` there is at most what says nothing of values. */
const onlyRefers = (value: JsonObject): boolean =>
  Object.keys(value).every((key) => key === "$ref" || key === "$schema")

/** Fragments and paths of references are parts of URIs. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
