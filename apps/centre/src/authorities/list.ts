/** The list of authorities as the API shows it. */
import type { Kysely } from 'kysely'
import { Type } from 'typebox'
import type { Database } from '../database/index.ts'
import { Id, Nullable, Time, Words } from '../http/index.ts'

const ofCertificate = {
  subject: Type.String({ description: 'Distinguished name, RFC 4514' }),
  fingerprintSha256: Type.String({ description: 'Lower-case hexadecimal' }),
  notBefore: Time,
  notAfter: Time,
}
const AuthorityCertificate = Type.Object({ role: Words(['anchor', 'issuing']), ...ofCertificate })

export const Authority = Type.Object({
  id: Id,
  name: Type.String(),
  website: Nullable(Type.String()),
  // Of its first anchor.
  ...ofCertificate,
  certificates: Type.Array(AuthorityCertificate, {
    description: 'Chains end at an anchor; issuing authorities below it are known as well',
  }),
  withdrawnAt: Nullable(Time),
})
export type Authority = Type.Static<typeof Authority>

/** All of them stand on one page: there are a handful. */
export const MOST_AUTHORITIES = 1000

export type Which = 'accepted' | 'all' | { readonly id: string }

export async function listAuthorities(db: Kysely<Database>, which: Which): Promise<Authority[]> {
  const rows = await db
    .selectFrom('authority')
    .$if(which === 'accepted', (query) => query.where('withdrawn_at', 'is', null))
    .$if(typeof which === 'object', (query) =>
      query.where('id', '=', typeof which === 'object' ? which.id : ''),
    )
    .selectAll()
    .orderBy('name')
    .orderBy('id')
    .limit(MOST_AUTHORITIES)
    .execute()
  const certificates = await db
    .selectFrom('authority_certificate')
    .where('role', '!=', 'replaced')
    .selectAll()
    // Anchors first.
    .orderBy('role')
    .orderBy('subject')
    .orderBy('fingerprint_sha256')
    .execute()
  return rows.flatMap(({ id, name, website, withdrawn_at }) => {
    const own = certificates.filter(({ authority_id }) => authority_id === id).flatMap(certificateOf)
    const [anchor] = own
    if (anchor === undefined) return []
    const { role: _role, ...first } = anchor
    const withdrawnAt = withdrawn_at?.toISOString() ?? null
    return [{ id, name, website, ...first, certificates: own, withdrawnAt }]
  })
}

function certificateOf({ role, ...row }: Database['authority_certificate']): Authority['certificates'] {
  if (role === 'replaced') return []
  const { subject, fingerprint_sha256: fingerprintSha256, not_before, not_after } = row
  const [notBefore, notAfter] = [not_before.toISOString(), not_after.toISOString()]
  return [{ role, subject, fingerprintSha256, notBefore, notAfter }]
}
