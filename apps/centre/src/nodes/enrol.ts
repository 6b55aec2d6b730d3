/** From a code and a certificate request to a node of an institution; and its certificate's renewal. */
import { CertificateRequestError, certificateFacts } from '@epacs/pki'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { type Member, nodeAuthority } from '../identity/index.ts'
import { codeSha256 } from './codes.ts'

export interface Enrolled {
  readonly id: string
  readonly institution: { readonly id: string; readonly name: string; readonly aeTitle: string }
  /** PEM. */
  readonly certificate: string
  readonly expiresAt: string
}

/**
 * A code serves once. When the answer got lost on its way, the same request (the same key) is answered again, as long
 * as the code would have served: only the holder of the key can use what comes back.
 */
export async function enrol(centre: Centre, code: string, requestPem: string): Promise<Enrolled> {
  const at = centre.clock()
  return await centre.db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('enrolment_code')
      .innerJoin('institution', 'institution.id', 'enrolment_code.institution_id')
      .where('code_sha256', '=', codeSha256(code))
      .where('expires_at', '>', at)
      .select([
        'code_sha256',
        'used_at',
        'node_id',
        'institution.id',
        'institution.name',
        'institution.ae_title',
      ])
      .forUpdate('enrolment_code')
      .executeTakeFirst()
    if (row === undefined) throw noSuchCode()
    const institution = { id: row.id, name: row.name, aeTitle: row.ae_title }
    if (row.used_at !== null) return await sameAgain(centre, trx, row.node_id, requestPem, institution)
    const id = newId()
    const pem = await signed(centre, requestPem, id, row.name)
    await trx
      .insertInto('person')
      .values({ id, name: `${row.name}: komunikační uzel`, created_at: at })
      .execute()
    await trx
      .insertInto('node')
      .values({ id, institution_id: row.id, enrolled_at: at, revoked_at: null, revoked_by: null })
      .execute()
    const expiresAt = await keepCertificate(trx, id, pem)
    await trx
      .updateTable('enrolment_code')
      .set({ used_at: at, node_id: id })
      .where('code_sha256', '=', row.code_sha256)
      .execute()
    const actor = { personId: id, institution }
    await centre.audit.record(trx, { at, actor, action: 'node.enrol', details: { node: id } })
    return { id, institution, certificate: pem, expiresAt: expiresAt.toISOString() }
  })
}

/** The certificate before it serves until its own end. */
export async function renew(
  centre: Centre,
  node: Member,
  requestPem: string,
): Promise<Pick<Enrolled, 'certificate' | 'expiresAt'>> {
  const certificate = await signed(centre, requestPem, node.personId, node.institution.name)
  return await centre.db.transaction().execute(async (trx) => {
    const expiresAt = await keepCertificate(trx, node.personId, certificate)
    const at = centre.clock()
    await trx.deleteFrom('node_certificate').where('expires_at', '<=', at).execute()
    await centre.audit.record(trx, {
      at,
      actor: node,
      action: 'node.renew',
      details: { node: node.personId },
    })
    return { certificate, expiresAt: expiresAt.toISOString() }
  })
}

async function sameAgain(
  centre: Centre,
  trx: Transaction<Database>,
  nodeId: string | null,
  requestPem: string,
  institution: Enrolled['institution'],
): Promise<Enrolled> {
  if (nodeId === null) throw noSuchCode()
  // Its key is all that matters: the certificate is not used.
  const asked = certificateFacts(await signed(centre, requestPem, nodeId, institution.name))
  const row = await trx
    .selectFrom('node_certificate')
    .innerJoin('node', 'node.id', 'node_certificate.node_id')
    .where('node_id', '=', nodeId)
    .where('subject_key_sha256', '=', asked.subjectKeySha256)
    .where('node.revoked_at', 'is', null)
    .select(['pem', 'expires_at'])
    .executeTakeFirst()
  if (row === undefined) throw noSuchCode()
  return { id: nodeId, institution, certificate: row.pem, expiresAt: row.expires_at.toISOString() }
}

async function signed(centre: Centre, requestPem: string, id: string, institution: string): Promise<string> {
  const authority = await nodeAuthority(centre)
  try {
    return await authority.answer(requestPem, { id, institution })
  } catch (error) {
    if (!(error instanceof CertificateRequestError)) throw error
    throw new Problem(422, 'bad-certificate-request', error.message)
  }
}

async function keepCertificate(trx: Transaction<Database>, nodeId: string, pem: string): Promise<Date> {
  const { fingerprintSha256, subjectKeySha256, notAfter } = certificateFacts(pem)
  await trx
    .insertInto('node_certificate')
    .values({
      fingerprint_sha256: fingerprintSha256,
      node_id: nodeId,
      pem,
      subject_key_sha256: subjectKeySha256,
      expires_at: notAfter,
    })
    .execute()
  return notAfter
}

function noSuchCode(): Problem {
  return new Problem(403, 'enrolment-code-invalid', 'The code was used, has ended, or never was.')
}
