import { randomUUID as fresh } from "node:crypto"
import { slug } from "slugs"
import { elsewhere } from "./elsewhere.ts"
import { stamped } from "./stamped.ts"

interface A {
  readonly a: string
}

const now = Date.now
const startedAt = new Date()
let count = 0
const cache = new Map<string, string>()

const members = {
  "ClockRead@1": (event: A) => ({ a: event.a + Date.now() }),
  "ClockHeld@1": (event: A) => ({ a: event.a + now() + startedAt.toISOString() }),
  "ChanceTaken@1": (event: A) => ({ a: event.a + Math.random() + fresh() })
}

export const upcasters = {
  ...members,
  ...elsewhere,
  "WorldAsked@1": (event: A) => ({ a: event.a + process.env["SHOP"] }),
  "PromiseMade@1": async (event: A) => ({ a: await Promise.resolve(event.a) }),
  "ZoneAssumed@1": (event: A) => ({ a: String(new Date(event.a).getHours()) + new Date(2024, 1) }),
  "LocaleAssumed@1": (event: A) => ({ a: Number(event.a).toLocaleString() + new Intl.NumberFormat().format(1) }),
  "StateKept@1": (event: A) => ({ a: `${event.a}${++count}` }),
  "CacheFilled@1": (event: A) => {
    cache.set(event.a, event.a)
    return event
  },
  "HelperCalled@1": (event: A) => ({ a: padded(event.a) }),
  "ImportFollowed@1": (event: A) => ({ a: stamped(event.a) }),
  "PackageTrusted@1": (event: A) => ({ a: slug(event.a) }),
  "ClassUsed@1": (event: A) => new Clock().read(event),
  "LegalWritten@1": ({ a }: A, context: { readonly recordedAt: string }) => {
    const parts = a.split(" ")
    parts.reverse()
    let text = ""
    for (const part of parts) text += part.toLocaleUpperCase("en")
    return { a: text + new Date(context.recordedAt).getUTCHours() + widths.get("a") }
  },
  "LegalShadowed@1": (event: A) => {
    const Date = { now: () => 1 }
    const process = event.a
    return { a: process + Date.now() + Math.round(1.5) }
  },
  "LegalOrdered@1"(event: A) {
    return { a: event.a.localeCompare("b", "en") > 0 ? "b" : event.a }
  }
} satisfies Record<string, unknown>

class Clock {
  read(event: A): A {
    return { a: `${event.a} ${new Intl.DateTimeFormat("en").format(0)} ${import.meta.url}` }
  }
}

const widths = new Map([["a", 1]])

function padded(text: string): string {
  return text.padEnd(new Date().getUTCSeconds())
}
