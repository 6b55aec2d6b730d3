/**
 * The gateways of an institution: each is known by its AE title, and what the file says of it replaces what stood there,
 * unless an operator has said something else since.
 */
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../database/index.ts'
import type { ReadCertificate } from './read-bootstrap.ts'
import type { Bootstrap } from './schema.ts'

export async function upsertGateways(
  trx: Transaction<Database>,
  institutionId: string,
  gateways: Bootstrap['institutions'][number]['gateways'],
  certificate: (path: string) => ReadCertificate,
): Promise<void> {
  for (const { aeTitle, addresses, certificates, reportTo } of gateways) {
    const known = await trx
      .selectFrom('dicom_gateway')
      .where('ae_title', '=', aeTitle)
      .select(['id', 'is_operators'])
      .orderBy((of) => of('withdrawn_at', 'is', null), 'desc')
      .executeTakeFirst()
    if (known?.is_operators === true) continue
    const values = {
      institution_id: institutionId,
      addresses,
      report_host: reportTo?.host ?? null,
      report_port: reportTo?.port ?? null,
      report_tls: reportTo?.tls ?? false,
    }
    const id = known?.id ?? newId()
    if (known === undefined) {
      await trx
        .insertInto('dicom_gateway')
        .values({ id, ae_title: aeTitle, ...values })
        .execute()
    } else await trx.updateTable('dicom_gateway').set(values).where('id', '=', id).execute()
    await trx.deleteFrom('dicom_gateway_certificate').where('gateway_id', '=', id).execute()
    const bound = certificates.map((path) => {
      const { issuer, subjectKeySha256, fingerprintSha256, subject, notAfter } = certificate(path).facts
      return {
        gateway_id: id,
        issuer,
        subject_key_sha256: subjectKeySha256,
        fingerprint_sha256: fingerprintSha256,
        subject,
        not_after: notAfter,
      }
    })
    if (bound.length === 0) continue
    await trx
      .insertInto('dicom_gateway_certificate')
      .values(bound)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
