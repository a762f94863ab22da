// The page: what is pressed becomes a command or a journey in time, and then everything is shown anew.
import { counter, type CounterCommand } from "./Counter.ts"
import { byId, type CounterTimeline, show } from "./page.ts"
import * as Timeline from "./Timeline.ts"

let timeline: CounterTimeline = Timeline.empty

const become = (next: CounterTimeline) => {
  timeline = next
  show(timeline)
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-command]")) {
  const command = { _tag: button.dataset.command } as CounterCommand
  button.addEventListener("click", () => become(Timeline.handle(counter, timeline, command)))
}

byId<HTMLInputElement>("version").addEventListener(
  "input",
  ({ currentTarget }) => become(Timeline.travelTo(timeline, (currentTarget as HTMLInputElement).valueAsNumber))
)

byId("now").addEventListener("click", () => {
  become(Timeline.travelTo(timeline, timeline.events.length))
  byId("version").focus()
})

byId("events").addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null
  if (button !== null) become(Timeline.travelTo(timeline, Number(button.value)))
})

show(timeline)
