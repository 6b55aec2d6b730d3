/** From the certificate of a communication node to the caller. TLS has proven the key; the certificate is known whole. */
import type { Caller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import type { PersonalCertificateProblem } from '../problems.ts'

export type NodeRecognition =
  | { readonly caller: Caller; readonly problem: null }
  | { readonly caller: null; readonly problem: PersonalCertificateProblem }

/** Undefined: it is no node's certificate. */
export async function recogniseNode(
  { db, clock }: IdentityContext,
  fingerprintSha256: string,
): Promise<NodeRecognition | undefined> {
  const row = await db
    .selectFrom('node_certificate')
    .innerJoin('node', 'node.id', 'node_certificate.node_id')
    .innerJoin('person', 'person.id', 'node.id')
    .innerJoin('institution', 'institution.id', 'node.institution_id')
    .where('node_certificate.fingerprint_sha256', '=', fingerprintSha256)
    .select([
      'node.id',
      'person.name as node_name',
      'node.revoked_at',
      'node_certificate.expires_at',
      'institution.id as institution_id',
      'institution.name as institution_name',
    ])
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.revoked_at !== null) return { caller: null, problem: 'revoked-certificate' }
  if (row.expires_at <= clock()) return { caller: null, problem: 'expired-certificate' }
  return {
    problem: null,
    caller: {
      personId: row.id,
      personName: row.node_name,
      roles: [],
      institution: { id: row.institution_id, name: row.institution_name, role: 'node' },
      method: 'node',
    },
  }
}
