/** The certificates that sessions rest on, kept so that they can be checked again. */
import { X509Certificate } from 'node:crypto'
import type { PresentedCertificate } from '@epacs/pki'
import type { Kysely } from 'kysely'
import type { Database } from '../../database/index.ts'
import type { Presented } from './presented.ts'

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Just checked, and found in order. */
export async function remember(db: Kysely<Database>, presented: Presented, at: Date): Promise<void> {
  const { certificate, intermediates, fingerprintSha256 } = presented
  const chain_pem = [certificate, ...intermediates].map((der) => new X509Certificate(der).toString()).join('')
  const values = { chain_pem, checked_at: at }
  await db
    .insertInto('presented_certificate')
    .values({ fingerprint_sha256: fingerprintSha256, ...values })
    .onConflict((conflict) => conflict.column('fingerprint_sha256').doUpdateSet(values))
    .execute()
}

export function remembered(chainPem: string): PresentedCertificate | undefined {
  const [certificate, ...intermediates] = chainPem.match(PEM) ?? []
  return certificate === undefined ? undefined : { certificate, intermediates }
}
