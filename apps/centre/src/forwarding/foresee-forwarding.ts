/** Before a message is forwarded: what the recipient's PACS will refuse, or get otherwise than it is. */
import { foreseeStudies, type StudyForesight } from '@epacs/intake/passport'
import type { Centre } from '../centre.ts'
import { packageFor } from '../delivery/index.ts'
import type { Member } from '../identity/index.ts'
import { requireAccess } from '../messages/index.ts'
import { passportOfInstitution } from '../passports/index.ts'
import { kindsInPackage } from './package-kinds.ts'

export interface ForeseenForwarding {
  readonly items: StudyForesight[]
  readonly sopClassNames: Record<string, string>
}

/**
 * Throws the problems of reading the message, 404 for an institution that there is not, 410 without data. The package is
 * read only where it is known what the PACS take, and no further when `gone` aborts.
 */
export async function foreseeForwarding(
  centre: Centre,
  sender: Member,
  messageId: string,
  recipientId: string,
  gone: AbortSignal,
): Promise<ForeseenForwarding> {
  const access = await requireAccess(centre.db, messageId, sender.institution.id)
  const passport = await passportOfInstitution(centre, recipientId, sender.institution.name)
  const { key } = await packageFor(centre.db, sender, access, messageId)
  if (passport.nodes === null || passport.nodes.length === 0) return { items: [], sopClassNames: {} }
  const { kinds, read } = await kindsInPackage(centre.store, key, gone)
  const items = foreseeStudies(kinds, passport).map((item) =>
    // Which PACS gets it may hang on the modality, which was not read of each.
    read === 'first-of-study' && item.what.endsWith('refused') ? { ...item, isCertain: false } : item,
  )
  const told = new Set(items.flatMap(({ about }) => about))
  const names = Object.entries(passport.sopClassNames).filter(([uid]) => told.has(uid))
  return { items, sopClassNames: Object.fromEntries(names) }
}
