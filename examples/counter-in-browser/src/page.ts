// What a timeline looks like: the only file that writes to the document, and always all of it from the timeline alone.
import * as Result from "effect/Result"
import { counter, type CounterEvent, limit, statistics } from "./Counter.ts"
import * as Timeline from "./Timeline.ts"

export type Rejection = "AlreadyZero" | "LimitReached"
export type CounterTimeline = Timeline.Timeline<CounterEvent, Rejection>

export const show = (timeline: CounterTimeline): void => {
  const { events, version } = timeline
  const isPast = version < events.length
  const { peak, resets } = Timeline.see(statistics, timeline)

  document.documentElement.classList.toggle("past", isPast)
  byId("count").textContent = String(Timeline.see(counter, timeline))
  byId("decision").textContent = words(timeline)
  byId("decision").classList.toggle("rejected", timeline.decision !== undefined && Result.isFailure(timeline.decision))

  const slider = byId<HTMLInputElement>("version")
  slider.max = String(events.length)
  slider.valueAsNumber = version
  slider.disabled = events.length === 0
  slider.ariaValueText = `version ${version} of ${events.length}`
  byId("where").textContent = `Version ${version} of ${events.length}`
  byId("now").hidden = !isPast
  byId("highest").textContent = String(peak.highest)
  byId("resets").textContent = String(resets)

  showChart(timeline)
  showEvents(timeline)
}

const words = ({ decision, events, version }: CounterTimeline): string => {
  if (decision === undefined) {
    return version < events.length ? "This is the past: it can be seen and not changed." : "Press a button."
  }
  if (Result.isFailure(decision)) return `Rejected, ${rejections[decision.failure]}. No event was written.`
  return decision.success.length === 0
    ? "Accepted: it is so already. No event was needed."
    : `Accepted: ${decision.success.map((event) => event._tag).join(", ")}.`
}

const rejections: Record<Rejection, string> = {
  AlreadyZero: "AlreadyZero: the counter is at zero",
  LimitReached: `LimitReached: the counter goes up to ${limit}`
}

/** A step for every event, as high as the count that it led to; filled up to the version that is looked at. */
const showChart = ({ events, version }: CounterTimeline): void => {
  let count = counter.initialState
  const steps = ["M0,0"]
  for (const event of events) {
    count = counter.evolve(count, event)
    steps.push(`V${-count}H${steps.length}`)
  }
  byId("chart").setAttribute("viewBox", `0 ${-limit} ${Math.max(events.length, 1)} ${limit}`)
  path("steps").setAttribute("d", steps.join(""))
  path("ground").setAttribute("d", `${steps.slice(0, version + 1).join("")}V0H0Z`)
}

const path = (name: string): SVGPathElement => document.querySelector(`#chart .${name}`)!

/** Newest first. Items stay what they are, as events do: the keyboard's focus is not lost. */
const showEvents = ({ events, version }: CounterTimeline): void => {
  const list = byId("events")
  byId("none").hidden = events.length > 0
  for (const { _tag } of events.slice(list.childElementCount)) list.prepend(item(_tag, list.childElementCount + 1))
  for (const button of list.querySelectorAll("button")) {
    const n = Number(button.value)
    button.classList.toggle("future", n > version)
    button.ariaCurrent = n === version ? "step" : null
  }
}

const item = (name: string, version: number): HTMLElement => {
  const [li, button] = [document.createElement("li"), document.createElement("button")]
  button.type = "button"
  button.value = String(version)
  button.textContent = name
  li.append(button)
  return li
}

export const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E
