/** The gateways of an institution: each is known by its AE title, and what the file says of it replaces what stood there. */
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
    const values = {
      institution_id: institutionId,
      addresses,
      report_host: reportTo?.host ?? null,
      report_port: reportTo?.port ?? null,
      report_tls: reportTo?.tls ?? false,
    }
    const { id } = await trx
      .insertInto('dicom_gateway')
      .values({ id: newId(), ae_title: aeTitle, ...values })
      .onConflict((conflict) => conflict.column('ae_title').doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx.deleteFrom('dicom_gateway_certificate').where('gateway_id', '=', id).execute()
    const bound = certificates.map((path) => {
      const { issuer, subjectKeySha256 } = certificate(path).facts
      return { gateway_id: id, issuer, subject_key_sha256: subjectKeySha256 }
    })
    if (bound.length === 0) continue
    await trx
      .insertInto('dicom_gateway_certificate')
      .values(bound)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
