/** Days as the reader chooses them, as the moments at which they begin and end where the reader is. */

/** `day` is `YYYY-MM-DD`. */
export function beginOf(day: string): string {
  return midnight(day, 0)
}

/** The moment after the day's last one. */
export function endOf(day: string): string {
  return midnight(day, 1)
}

function midnight(day: string, daysLater: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}
