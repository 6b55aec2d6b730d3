/** How a cost grows: measured points, the slope between them on logarithmic scales, and what that is called. */

export interface Point {
  /** Of what is varied: bytes, instances, messages, institutions. */
  readonly size: number
  /** Processor time in seconds, or memory in bytes. */
  readonly cost: number
}

export type Growth = 'flat' | 'linear' | 'worse'

export interface Fit {
  readonly growth: Growth
  /** Of log(cost) over log(size), the fixed cost taken off: 0 flat, 1 proportional, 2 quadratic. Undefined: nothing grew. */
  readonly slope: number | undefined
  /** Cost at the largest size by cost at the smallest. */
  readonly times: number
}

/** Above the cost at the smallest size by less than this much it did not grow: a machine is never as quiet as that. */
const FLAT_TIMES = 1.6
/** A measured slope of a proportional cost: caches and collections of garbage bend it. */
const STEEPEST_LINEAR = 1.15
/** Points count that rise so far above the fixed cost: below it the slope is that of the noise. */
const RISEN_TIMES = 1.25
/** What came to be within the last so many times of the size tells where the curve goes. */
const LAST_TIMES = 120

/** @param points in ascending order of their sizes, three at least */
export function fitOf(points: readonly Point[]): Fit {
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || points.length < 3)
    throw new RangeError('three points at least')
  const times = last.cost / first.cost
  if (times < FLAT_TIMES) return { growth: 'flat', slope: undefined, times }
  const risen = points.filter(
    ({ size, cost }) => cost > RISEN_TIMES * first.cost && size * LAST_TIMES >= last.size,
  )
  const slope = slopeOf(risen.map(({ size, cost }) => [Math.log(size), Math.log(cost - first.cost)] as const))
  // One point alone has risen: it is held against the one before it.
  const before = points.at(-2)
  const steepest =
    slope ??
    (before === undefined ? 0 : Math.log(last.cost / before.cost) / Math.log(last.size / before.size))
  return { growth: steepest > STEEPEST_LINEAR ? 'worse' : 'linear', slope: steepest, times }
}

/** By least squares; undefined for less than two points. */
function slopeOf(points: readonly (readonly [number, number])[]): number | undefined {
  if (points.length < 2) return undefined
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const across = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const along = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return across / along
}
