/** Which places are one town: many Czech towns share a name, and the largest are wider than the gaps between villages. */

export interface Position {
  readonly latitude: number
  readonly longitude: number
}

export interface Place {
  /** Of the town; places of other names are of other towns. */
  readonly name: string
  /** In degrees; null: not known. */
  readonly latitude: number | null
  readonly longitude: number | null
  readonly institutions: number
}

export interface Town<P extends Place> {
  /** The middle of its institutions; null: not known. */
  readonly position: Position | null
  readonly places: readonly [P, ...P[]]
}

/** Places of one name are of one town when one leads to the other in steps of at most so many kilometres. */
const STEP_KM = 10
const KM_PER_DEGREE = 111.2

/** In the order of the places; of one name, those with a position first. */
export function townsOf<P extends Place>(places: readonly P[]): readonly Town<P>[] {
  const names = Map.groupBy(places, ({ name }) => name)
  return [...names.values()].flatMap((ofName) => {
    const somewhere = ofName.filter((place) => positionOf(place) !== undefined)
    const nowhere = ofName.filter((place) => positionOf(place) === undefined)
    return [...groups(somewhere), nowhere].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [{ position: middle([first, ...others]), places: [first, ...others] as const }],
    )
  })
}

function groups<P extends Place>(places: readonly P[]): readonly (readonly P[])[] {
  const left = new Set(places)
  const found: P[][] = []
  for (const first of places) {
    if (!left.delete(first)) continue
    const group = [first]
    // It grows while it is gone through.
    for (const member of group) {
      for (const other of left) {
        if (distanceKm(member, other) > STEP_KM) continue
        left.delete(other)
        group.push(other)
      }
    }
    found.push(group)
  }
  return found
}

function middle(places: readonly Place[]): Position | null {
  let [latitude, longitude, institutions] = [0, 0, 0]
  for (const place of places) {
    const position = positionOf(place)
    if (position === undefined) return null
    latitude += position.latitude * place.institutions
    longitude += position.longitude * place.institutions
    institutions += place.institutions
  }
  return { latitude: hundredth(latitude / institutions), longitude: hundredth(longitude / institutions) }
}

function positionOf({ latitude, longitude }: Place): Position | undefined {
  return latitude === null || longitude === null ? undefined : { latitude, longitude }
}

/** On a plane, which is exact enough for a town. */
function distanceKm(one: Place, other: Place): number {
  const [a, b] = [positionOf(one), positionOf(other)]
  if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY
  const north = a.latitude - b.latitude
  const east = (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180)
  return KM_PER_DEGREE * Math.hypot(north, east)
}

function hundredth(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
