/** When of a day what is sent: minutes since midnight, by weights of the 24 hours. */

/** How much of a day's work falls into each hour. */
const CURVES = {
  /** Practices: the morning's consulting hours, some of the afternoon's, nobody at night. */
  clinic: [0, 0, 0, 0, 0, 0, 2, 8, 14, 16, 15, 12, 6, 8, 9, 7, 5, 3, 1, 0, 0, 0, 0, 0],
  /** Hospitals: planned examinations by day, some work always. */
  hospital: [1, 1, 1, 1, 1, 1, 3, 8, 12, 13, 12, 11, 9, 10, 9, 8, 6, 4, 3, 3, 2, 2, 2, 1],
  /** Calls at night and in the evening: strokes, injuries. */
  night: [9, 8, 7, 6, 5, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5, 7, 9, 10, 10],
} as const satisfies Record<string, readonly number[]>
export type Curve = keyof typeof CURVES

export const MINUTES_OF_A_DAY = 24 * 60

/** @param chance from 0 to below 1 @returns a minute of the day, fractions included */
export function momentOf(curve: Curve, chance: number): number {
  const hours = CURVES[curve]
  const whole = hours.reduce<number>((sum, weight) => sum + weight, 0)
  let left = chance * whole
  for (const [hour, weight] of hours.entries()) {
    if (left < weight) return (hour + left / weight) * 60
    left -= weight
  }
  return MINUTES_OF_A_DAY
}

/** `05:30`, of minutes since midnight. */
export function clockOf(minutes: number): string {
  const whole = Math.floor(minutes)
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
}
