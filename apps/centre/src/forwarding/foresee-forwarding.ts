/** Before a message is forwarded: what the recipient's PACS will refuse, or get otherwise than it is. */
import { imageKind } from '@epacs/intake/looking'
import { type CountedKind, foreseeStudies, type StudyForesight } from '@epacs/intake/passport'
import { type IndexEntry, readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted, packageFor } from '../delivery/index.ts'
import type { Member } from '../identity/index.ts'
import { headOf } from '../imaging-manifest/index.ts'
import { requireAccess } from '../messages/index.ts'
import { passportOfInstitution } from '../passports/index.ts'
import type { PackageKey } from '../storage/index.ts'

export interface ForeseenForwarding {
  readonly items: StudyForesight[]
  readonly sopClassNames: Record<string, string>
}

/**
 * Throws the problems of reading the message, 404 for an institution that there is not, 410 without data. The package is
 * read only where it is known what the PACS take.
 */
export async function foreseeForwarding(
  centre: Centre,
  sender: Member,
  messageId: string,
  recipientId: string,
): Promise<ForeseenForwarding> {
  const access = await requireAccess(centre.db, messageId, sender.institution.id)
  const passport = await passportOfInstitution(centre, recipientId, sender.institution.name)
  const { key } = await packageFor(centre.db, sender, access, messageId)
  if (passport.nodes === null || passport.nodes.length === 0) return { items: [], sopClassNames: {} }
  const items = [...foreseeStudies(await kindsIn(centre, key), passport)]
  const told = new Set(items.flatMap(({ about }) => about))
  const names = Object.entries(passport.sopClassNames).filter(([uid]) => told.has(uid))
  return { items, sopClassNames: Object.fromEntries(names) }
}

/** What is alike in one series is told by its first instance: modality and character set stand in its header alone. */
async function kindsIn({ store }: Pick<Centre, 'store'>, key: PackageKey): Promise<readonly CountedKind[]> {
  const open = await store.open(key)
  if (open === undefined) throw dataDeleted()
  try {
    const indexPath = await store.indexPath(key)
    if (indexPath === undefined) throw dataDeleted()
    const alike = new Map<string, { readonly first: IndexEntry; instances: number }>()
    for await (const entry of readIndex(indexPath)) {
      const { seriesInstanceUid, sopClassUid, transferSyntaxUid } = entry
      const place = [seriesInstanceUid, sopClassUid, transferSyntaxUid].join(' ')
      const group = alike.get(place) ?? { first: entry, instances: 0 }
      group.instances += 1
      alike.set(place, group)
    }
    const kinds: CountedKind[] = []
    for (const { first, instances } of alike.values()) {
      const dataSet = await headOf(open, first)
      kinds.push({ ...imageKind({ ...first, dataSet }), study: first.studyInstanceUid, instances })
    }
    return kinds
  } finally {
    await open.close()
  }
}
