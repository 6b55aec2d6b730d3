/** Where a place lies on the portal's map: degrees as lengths, narrowed towards the pole as at the country's middle. */

export interface Position {
  /** Degrees of WGS 84. */
  readonly latitude: number
  readonly longitude: number
}

/** Of the map, in units of its `viewBox`. */
export const MAP_WIDTH = 1000
/** The border and a little around it. */
const WEST = 11.9
const EAST = 19.05
const NORTH = 51.2
const SOUTH = 48.4

const unitsPerLongitude = MAP_WIDTH / (EAST - WEST)
const unitsPerLatitude = unitsPerLongitude / Math.cos(((NORTH + SOUTH) / 2) * (Math.PI / 180))

export const MAP_HEIGHT = Math.round((NORTH - SOUTH) * unitsPerLatitude)

export function onMap({ latitude, longitude }: Position): { readonly x: number; readonly y: number } {
  return { x: (longitude - WEST) * unitsPerLongitude, y: (NORTH - latitude) * unitsPerLatitude }
}

export function atMap({ x, y }: { readonly x: number; readonly y: number }): Position {
  return { latitude: NORTH - y / unitsPerLatitude, longitude: WEST + x / unitsPerLongitude }
}

/** Of the frame's places, those abroad too. */
export function isOnMap(position: Position | null): position is Position {
  if (position === null) return false
  const { x, y } = onMap(position)
  return x >= 0 && x <= MAP_WIDTH && y >= 0 && y <= MAP_HEIGHT
}
