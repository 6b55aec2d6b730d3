/** What the status is made of, looked up together: how the parts are doing, and what is announced. */
import type { Centre } from '../centre.ts'
import { type Announcement, announcementsToShow } from './announcements.ts'
import { type Kept, kept } from './kept.ts'
import { lookAtParts, type Parts, partsWithoutDatabase } from './parts.ts'

export interface ServiceLook {
  readonly parts: Parts
  readonly announced: readonly Announcement[]
}

/** However many ask. */
const LOOK_EVERY_MS = 5000

const looks = new WeakMap<Centre['db'], Kept<ServiceLook>>()

/** One for both entrances: what is announced at one is seen at the other. */
export function serviceLook(centre: Centre): Kept<ServiceLook> {
  const known = looks.get(centre.db)
  if (known !== undefined) return known
  const look = lookOf(centre)
  looks.set(centre.db, look)
  return look
}

/** Never throws: without the database, what was announced before its end is what is known. */
function lookOf(centre: Centre): Kept<ServiceLook> {
  let announced: readonly Announcement[] = []
  return kept(LOOK_EVERY_MS, async () => {
    const parts = await lookAtParts(centre)
    if (parts.database === 'down') return { parts, announced }
    try {
      announced = await announcementsToShow(centre.db, centre.clock())
      return { parts, announced }
    } catch (error) {
      // It has gone away since the parts were looked at.
      centre.log.warn({ err: error }, 'what is announced could not be looked up')
      return { parts: partsWithoutDatabase(centre), announced }
    }
  })
}
