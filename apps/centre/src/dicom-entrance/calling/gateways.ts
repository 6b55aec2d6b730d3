/** Who may call and who may be called: gateways of institutions, and the institutions themselves, by AE title. */
import type { CertificateFacts } from '@epacs/pki'
import type { Kysely } from 'kysely'
import type { Database } from '../../database/index.ts'

export interface Gateway {
  readonly id: string
  readonly aeTitle: string
  readonly institution: { readonly id: string; readonly name: string }
  /** And networks, from which it may call without TLS. */
  readonly addresses: readonly string[]
  /** Where it listens for reports of storage commitment; undefined: it waits on its own association. */
  readonly reportTo: ReportAddress | undefined
}

export interface ReportAddress {
  readonly host: string
  readonly port: number
  readonly transport: 'plain' | 'tls'
}

export interface Recipient {
  readonly id: string
  readonly name: string
  readonly aeTitle: string
}

/** From one institution to another: what an association is for. */
export interface Exchange {
  readonly gateway: Gateway
  readonly recipient: Recipient
}

/** One that was withdrawn is none any more. */
export async function findGateway(
  db: Kysely<Database>,
  by: { readonly aeTitle: string } | { readonly id: string },
): Promise<Gateway | undefined> {
  const row = await db
    .selectFrom('dicom_gateway')
    .innerJoin('institution', 'institution.id', 'dicom_gateway.institution_id')
    .where((where) =>
      'id' in by ? where('dicom_gateway.id', '=', by.id) : where('dicom_gateway.ae_title', '=', by.aeTitle),
    )
    .where('withdrawn_at', 'is', null)
    .selectAll('dicom_gateway')
    .select('institution.name')
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { report_host: host, report_port: port, report_tls } = row
  return {
    id: row.id,
    aeTitle: row.ae_title,
    institution: { id: row.institution_id, name: row.name },
    addresses: row.addresses,
    reportTo:
      host === null || port === null ? undefined : { host, port, transport: report_tls ? 'tls' : 'plain' },
  }
}

/** Institutions without a mailbox cannot be called. */
export async function findRecipient(
  db: Kysely<Database>,
  by: { readonly aeTitle: string } | { readonly id: string },
): Promise<Recipient | undefined> {
  const row = await db
    .selectFrom('institution')
    .innerJoin('mailbox', 'mailbox.institution_id', 'institution.id')
    .where((where) => ('id' in by ? where('id', '=', by.id) : where('ae_title', '=', by.aeTitle)))
    .select(['id', 'name', 'ae_title'])
    .executeTakeFirst()
  return row && { id: row.id, name: row.name, aeTitle: row.ae_title }
}

export type BoundFacts = Pick<CertificateFacts, 'issuer' | 'subjectKeySha256' | 'fingerprintSha256'>

export async function isBound(
  db: Kysely<Database>,
  gatewayId: string,
  { issuer, subjectKeySha256, fingerprintSha256 }: BoundFacts,
): Promise<boolean> {
  const row = await db
    .selectFrom('dicom_gateway_certificate')
    .where('gateway_id', '=', gatewayId)
    .where((where) =>
      where.or([
        where.and({ issuer, subject_key_sha256: subjectKeySha256 }),
        where.and([where('issuer', 'is', null), where('fingerprint_sha256', '=', fingerprintSha256)]),
      ]),
    )
    .select('gateway_id')
    .executeTakeFirst()
  return row !== undefined
}
