/** Passports as nodes tell them, and what senders are told of them: neither names nor addresses of PACS. */
import { STORAGE_CLASS_NAMES } from '@epacs/dicom/conformance'
import { matchesPattern } from '@epacs/intake/passport'
import type { Kysely } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Caller, Member } from '../identity/index.ts'
import type { PassportOfInstitution, ToldPassport } from './schemas.ts'

/** A node tells it every day, and asks its PACS as often. What is older may be true no more. */
const HOLDS_MS = 30 * 24 * 3_600_000

export async function notePassport(centre: Centre, node: Member, told: ToldPassport): Promise<void> {
  const kept = { told_at: centre.clock(), passport: JSON.stringify(known(told)) }
  await centre.db
    .insertInto('node_passport')
    .values({ node_id: node.personId, ...kept })
    .onConflict((conflict) => conflict.column('node_id').doUpdateSet(kept))
    .execute()
}

/** What this centre knows of. */
function known({ pacs, storing }: ToldPassport): ToldPassport {
  return {
    pacs: pacs.map(({ name, learnedAt, takes, decompresses, characterSets }) => ({
      ...{ name, learnedAt, decompresses, characterSets },
      takes: takes && {
        transferSyntaxUids: takes.transferSyntaxUids,
        kinds: takes.kinds.map(({ sopClassUids, transferSyntaxUids }) => ({
          sopClassUids,
          transferSyntaxUids,
        })),
      },
    })),
    storing: storing.map(({ modality, sender, to }) => ({ modality, sender, to })),
  }
}

/** For operators, and the representative of its institution. Throws the problem 404. */
export async function passportOfNode(db: Kysely<Database>, caller: Caller, id: string) {
  const row = await db
    .selectFrom('node')
    .leftJoin('node_passport', 'node_passport.node_id', 'node.id')
    .where('node.id', '=', id)
    .select(['node.institution_id', 'told_at', 'passport'])
    .executeTakeFirst()
  const isTheirs = caller.roles.includes('operator') || row?.institution_id === caller.institution?.id
  if (row === undefined || !isTheirs) throw new Problem(404, 'node-not-found', 'There is no such node.')
  const passport = row.passport as ToldPassport | null
  return {
    node: id,
    toldAt: row.told_at?.toISOString() ?? null,
    passport,
    sopClassNames: namesIn(passport?.pacs ?? []),
  }
}

/**
 * Throws the problem 404.
 *
 * @param sender name of the caller's institution, which rules may name; undefined: a caller of none
 */
export async function passportOfInstitution(
  { db, clock }: Pick<Centre, 'db' | 'clock'>,
  id: string,
  sender: string | undefined,
): Promise<PassportOfInstitution> {
  const institution = await db.selectFrom('institution').where('id', '=', id).select('id').executeTakeFirst()
  if (institution === undefined) {
    throw new Problem(404, 'institution-not-found', 'There is no such institution.')
  }
  const rows = await db
    .selectFrom('node')
    .leftJoin('node_passport', 'node_passport.node_id', 'node.id')
    .where('node.institution_id', '=', id)
    .where('node.revoked_at', 'is', null)
    // Without one that holds it can fetch nothing.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('node_certificate')
          .whereRef('node_certificate.node_id', '=', 'node.id')
          .where('node_certificate.expires_at', '>', clock())
          .select('node_certificate.node_id'),
      ),
    )
    .select(['told_at', 'passport'])
    .orderBy('node.id')
    .execute()
  const holdsFrom = clock().getTime() - HOLDS_MS
  const told = rows.map(({ told_at, passport }) =>
    told_at === null || told_at.getTime() < holdsFrom ? undefined : (passport as unknown as ToldPassport),
  )
  const whole = told.filter((each) => each !== undefined)
  const times = rows.flatMap(({ told_at }) => told_at ?? [])
  // What one of them takes nobody knows: then nobody knows what becomes of a message.
  if (whole.length < told.length) return { nodes: null, toldAt: null, sopClassNames: {} }
  return {
    // Those that only send get nothing.
    nodes: whole.filter(({ pacs }) => pacs.length > 0).map((each) => forSender(each, sender, holdsFrom)),
    toldAt: times.length === 0 ? null : new Date(Math.min(...times.map(Number))).toISOString(),
    sopClassNames: namesIn(whole.flatMap(({ pacs }) => pacs)),
  }
}

function forSender({ pacs, storing }: ToldPassport, sender: string | undefined, holdsFrom: number) {
  const names = pacs.map(({ name }) => name)
  const rules = storing.filter(({ sender: patterns }) => {
    if (patterns === null) return true
    return patterns.some((each) => matchesPattern(each.toLowerCase(), sender?.toLowerCase() ?? ''))
  })
  return {
    places: pacs.map(({ name: _, ...place }) => {
      // The node tells again and again what it was told long ago, while its PACS is away.
      const isOld = place.learnedAt !== null && Date.parse(place.learnedAt) < holdsFrom
      return isOld ? { ...place, takes: null } : place
    }),
    rules: rules.map(({ modality, to }) => ({
      modality,
      places: [...new Set(to.map((name) => names.indexOf(name)))].filter((place) => place >= 0),
    })),
  }
}

const NAMES: ReadonlyMap<string, string> = new Map(
  STORAGE_CLASS_NAMES.map(([uid, name]) => [
    uid,
    name.replace(/( Storage)?( SOP Class)?( \(Retired\))?$/, ''),
  ]),
)

function namesIn(pacs: readonly Pick<ToldPassport['pacs'][number], 'takes'>[]): Record<string, string> {
  const uids = pacs.flatMap(({ takes }) => takes?.kinds.flatMap(({ sopClassUids }) => sopClassUids) ?? [])
  return Object.fromEntries(
    uids.flatMap((uid): [string, string][] => {
      const name = NAMES.get(uid)
      return name === undefined ? [] : [[uid, name]]
    }),
  )
}
