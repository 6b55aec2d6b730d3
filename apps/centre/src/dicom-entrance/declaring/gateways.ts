/** Gateways, and called AE titles of institutions, as operators set them in the database. */
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../../centre.ts'
import type { Database } from '../../database/index.ts'
import { Problem } from '../../http/index.ts'
import { reportUnreported } from '../commitment/record.ts'
import type { BoundCertificate, CheckedWish } from './wish.ts'

/** A new one. @throws Problem */
export async function addGateway(trx: Transaction<Database>, wish: CheckedWish): Promise<string> {
  const id = newId()
  await requireInstitution(trx, wish.institution)
  await requireFreeTitle(trx, wish.aeTitle, undefined)
  await trx
    .insertInto('dicom_gateway')
    .values({ id, ...valuesOf(wish) })
    .execute()
  await bind(trx, id, wish.certificates)
  return id
}

/** In the place of what it was; it stays with its institution, to which its messages belong. @throws Problem */
export async function changeGateway(
  centre: Centre,
  trx: Transaction<Database>,
  id: string,
  wish: CheckedWish,
): Promise<void> {
  const known = await trx
    .selectFrom('dicom_gateway')
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .select(['institution_id', 'report_host'])
    .forUpdate()
    .executeTakeFirst()
  if (known === undefined) throw unknownGateway()
  if (known.institution_id !== wish.institution) {
    const words = 'A gateway stays with its institution: withdraw it, and add it to the other one.'
    throw new Problem(409, 'gateway-of-another', words, { institution: known.institution_id })
  }
  await requireFreeTitle(trx, wish.aeTitle, id)
  await trx.updateTable('dicom_gateway').set(valuesOf(wish)).where('id', '=', id).execute()
  if (known.report_host === null && wish.reportTo !== null) await reportUnreported(centre, trx, id)
  const before = await trx
    .selectFrom('dicom_gateway_certificate')
    .where('gateway_id', '=', id)
    .selectAll()
    .execute()
  await trx.deleteFrom('dicom_gateway_certificate').where('gateway_id', '=', id).execute()
  // One that it has, named by its fingerprint, stays bound by its issuer and key.
  const certificates = wish.certificates.map((wished) => {
    if (wished.issuer !== null) return wished
    const { fingerprint_sha256 } = wished
    const same = before.find((each) => each.fingerprint_sha256 === fingerprint_sha256)
    return same ? { ...same, fingerprint_sha256 } : wished
  })
  await bind(trx, id, certificates)
}

/** It may not call any more; what it sent stays. @throws Problem */
export async function withdrawGateway(trx: Transaction<Database>, id: string, at: Date): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('dicom_gateway')
    .set({ withdrawn_at: at, is_operators: true })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw unknownGateway()
}

/** Under which the institution is called by others. @throws Problem */
export async function setAeTitle(
  trx: Transaction<Database>,
  institutionId: string,
  aeTitle: string,
): Promise<void> {
  await requireInstitution(trx, institutionId)
  const other = await trx
    .selectFrom('institution')
    .where('ae_title', '=', aeTitle)
    .where('id', '!=', institutionId)
    .select(['id', 'name'])
    .executeTakeFirst()
  if (other !== undefined) throw knownTitle(aeTitle, other)
  await trx
    .updateTable('institution')
    .set({ ae_title: aeTitle, ae_title_is_operators: true })
    .where('id', '=', institutionId)
    .execute()
}

function valuesOf({ institution, aeTitle, addresses, reportTo }: CheckedWish) {
  return {
    institution_id: institution,
    ae_title: aeTitle,
    addresses,
    report_host: reportTo?.host ?? null,
    report_port: reportTo?.port ?? null,
    report_tls: reportTo?.tls ?? false,
    is_operators: true,
  }
}

async function bind(
  trx: Transaction<Database>,
  gatewayId: string,
  certificates: readonly BoundCertificate[],
): Promise<void> {
  if (certificates.length === 0) return
  await trx
    .insertInto('dicom_gateway_certificate')
    .values(certificates.map((certificate) => ({ ...certificate, gateway_id: gatewayId })))
    // A renewed one beside the one before, with the same key: they are the same to what is looked at.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function requireInstitution(trx: Transaction<Database>, id: string): Promise<void> {
  const row = await trx.selectFrom('institution').where('id', '=', id).select('id').executeTakeFirst()
  if (row === undefined) throw new Problem(404, 'institution-not-found', 'There is no such institution.')
}

async function requireFreeTitle(
  trx: Transaction<Database>,
  aeTitle: string,
  id: string | undefined,
): Promise<void> {
  const other = await trx
    .selectFrom('dicom_gateway')
    .innerJoin('institution', 'institution.id', 'dicom_gateway.institution_id')
    .where('dicom_gateway.ae_title', '=', aeTitle)
    .where('withdrawn_at', 'is', null)
    .$if(id !== undefined, (query) => query.where('dicom_gateway.id', '!=', id ?? ''))
    .select(['institution.id', 'institution.name'])
    .executeTakeFirst()
  if (other !== undefined) throw knownTitle(aeTitle, other)
}

function knownTitle(aeTitle: string, other: { readonly id: string; readonly name: string }): Problem {
  return new Problem(409, 'ae-title-known', `${aeTitle} is an AE title of ${other.name} already.`, {
    institution: other,
  })
}

function unknownGateway(): Problem {
  return new Problem(404, 'gateway-not-found', 'There is no such gateway, or it was withdrawn.')
}
