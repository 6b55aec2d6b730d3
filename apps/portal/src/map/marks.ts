/** Marks of the map: how large, which of them carry the town's name, and in which order they are drawn. */
import { MAP_HEIGHT, MAP_WIDTH, onMap, type Position } from './projection.ts'

export interface MapPlace {
  readonly name: string
  readonly position: Position
  readonly count: number
}

export interface Mark {
  readonly name: string
  readonly count: number
  /** Per cent of the map's width and height. */
  readonly x: number
  readonly y: number
  /** Pixels. */
  readonly radius: number
  readonly isNamed: boolean
}

const MOST_NAMES = 12
/** Per cent: closer names would run into each other. */
const NAME_WIDTH = 17
const NAME_HEIGHT = 8
const SMALLEST_RADIUS = 7
const LARGEST_RADIUS = 24

/** Larger ones first, so that smaller ones lie above them. */
export function marksOf(places: readonly MapPlace[]): readonly Mark[] {
  const named: { readonly x: number; readonly y: number }[] = []
  return places
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
    .map(({ name, position, count }) => {
      const on = onMap(position)
      const x = percent(on.x / MAP_WIDTH)
      const y = percent(on.y / MAP_HEIGHT)
      const isNamed =
        named.length < MOST_NAMES &&
        named.every((other) => Math.abs(other.x - x) > NAME_WIDTH || Math.abs(other.y - y) > NAME_HEIGHT)
      if (isNamed) named.push({ x, y })
      return { name, count, x, y, radius: radiusOf(count), isNamed }
    })
}

/** The area grows with the count, up to what would hide the neighbours. */
function radiusOf(count: number): number {
  const radius = count === 1 ? SMALLEST_RADIUS : 4 + 5 * Math.sqrt(count)
  return Math.min(LARGEST_RADIUS, Math.round(radius))
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100
}
