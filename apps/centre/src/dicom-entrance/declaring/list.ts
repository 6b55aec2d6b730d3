/** Institutions with the AE titles and gateways by which they speak DICOM, as operators see them. */
import { foldedWords } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import { asOfOneMoment, type Database } from '../../database/index.ts'
import type { PagePosition } from '../../http/index.ts'
import type { DeclaredGateway, DicomInstitution } from './schemas.ts'

const MOST_WORDS = 20

/** Those that have gateways come first. */
export async function listDicomInstitutions(
  db: Kysely<Database>,
  q: string | undefined,
  { pageSize, offset }: PagePosition,
): Promise<{ readonly items: DicomInstitution[]; readonly total: number }> {
  const titles = sql<string | null>`(select string_agg(lower(ae_title), ' ') from dicom_gateway
    where institution_id = institution.id and withdrawn_at is null)`
  return await asOfOneMoment(db, async (trx) => {
    let matching = trx.selectFrom('institution')
    for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
      matching = matching.where(sql<boolean>`strpos(
        concat_ws(' ', name_folded, city_folded, lower(ae_title), ico, icz, ${titles}), ${word}) > 0`)
    }
    const rows = await matching
      .select(['id', 'name', 'city', 'ae_title'])
      .orderBy(sql`${titles} is null`)
      .orderBy(sql`name collate czech`)
      .orderBy('id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    const { total } = await matching.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
    const gateways = await gatewaysOf(trx, new Set(rows.map(({ id }) => id)))
    const items = rows.map(({ id, name, city, ae_title }) => {
      return { id, name, city, aeTitle: ae_title, gateways: gateways.get(id) ?? [] }
    })
    return { items, total }
  })
}

/** Undefined: there is no such institution. */
export async function dicomInstitution(
  db: Kysely<Database>,
  id: string,
): Promise<DicomInstitution | undefined> {
  const row = await db
    .selectFrom('institution')
    .where('id', '=', id)
    .select(['name', 'city', 'ae_title'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { name, city, ae_title: aeTitle } = row
  return { id, name, city, aeTitle, gateways: (await gatewaysOf(db, new Set([id]))).get(id) ?? [] }
}

/** By institution. */
async function gatewaysOf(
  db: Kysely<Database>,
  institutionIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, DeclaredGateway[]>> {
  if (institutionIds.size === 0) return new Map()
  const rows = await db
    .selectFrom('dicom_gateway')
    .where('institution_id', 'in', [...institutionIds])
    .where('withdrawn_at', 'is', null)
    .selectAll()
    .orderBy('ae_title')
    .execute()
  if (rows.length === 0) return new Map()
  const certificates = await db
    .selectFrom('dicom_gateway_certificate')
    .where(
      'gateway_id',
      'in',
      rows.map(({ id }) => id),
    )
    .select(['gateway_id', 'fingerprint_sha256', 'subject', 'not_after'])
    .orderBy('subject')
    .orderBy('fingerprint_sha256')
    .execute()
  const byInstitution = new Map<string, DeclaredGateway[]>()
  for (const { id, institution_id, ae_title, addresses, report_host, report_port, report_tls } of rows) {
    const own = certificates.filter(({ gateway_id }) => gateway_id === id)
    const gateway: DeclaredGateway = {
      id,
      aeTitle: ae_title,
      addresses,
      certificates: own.map(({ fingerprint_sha256: fingerprintSha256, subject, not_after }) => {
        return { fingerprintSha256, subject, notAfter: not_after?.toISOString() ?? null }
      }),
      reportTo:
        report_host === null || report_port === null
          ? null
          : { host: report_host, port: report_port, tls: report_tls },
    }
    byInstitution.set(institution_id, [...(byInstitution.get(institution_id) ?? []), gateway])
  }
  return byInstitution
}
