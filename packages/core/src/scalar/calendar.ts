// Which days there are. JavaScript's own Date turns 30 February into 1 March.

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const two = "2".charCodeAt(0)
const nine = "9".charCodeAt(0)

/** Whether the calendar has the day of a text that begins with yyyy-mm-dd, month and day being in range. */
export const isRealDay = (text: string): boolean => {
  // every month has those before the 29th
  if (text.charCodeAt(8) < two || (text.charCodeAt(8) === two && text.charCodeAt(9) < nine)) return true
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return Number(text.slice(8, 10)) <= (month === 2 && isLeap ? 29 : days[month - 1]!)
}
