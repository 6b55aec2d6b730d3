/** Towns of the map and of its list, for one kind of institution or for all. */
import { type InstitutionKind, institutionKinds } from '../api/types.ts'
import { isOnMap } from '../map/projection.ts'
import type { CountByKind, Town } from './statistics.ts'

export type KindChoice = InstitutionKind | 'all'

export function countOf(byKind: CountByKind, kind: KindChoice): number {
  if (kind !== 'all') return byKind[kind]
  return institutionKinds.reduce((sum, each) => sum + byKind[each], 0)
}

/** Institutions of the kind that the map cannot show: their place is not known or lies far abroad. */
export function countOffMap(towns: readonly Town[], kind: KindChoice): number {
  return towns
    .filter(({ position }) => !isOnMap(position))
    .reduce((sum, { byKind }) => sum + countOf(byKind, kind), 0)
}

export interface TownLine {
  readonly key: string
  readonly city: string
  readonly kind: InstitutionKind
  readonly count: number
}

/** A line for each town and kind; towns with the same name stand below each other. */
export function linesOf(towns: readonly Town[], kind: KindChoice): readonly TownLine[] {
  return towns.flatMap(({ city, byKind }, index) =>
    institutionKinds
      .filter((each) => (kind === 'all' || kind === each) && byKind[each] > 0)
      .map((each) => ({ key: `${index} ${each}`, city, kind: each, count: byKind[each] })),
  )
}
