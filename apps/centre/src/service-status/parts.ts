/**
 * How each part of the service is doing, in one word for everybody. Nothing that would help an attacker: no addresses,
 * no figures, no messages of errors; those are for operators (`operations`, `mail`, `/metrics`).
 */
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { databaseAnswers } from '../database/index.ts'
import { dicomEntranceStanding } from '../dicom-entrance/index.ts'
import { mailTrouble } from '../mail/index.ts'
import { volumeOf } from '../operations/index.ts'

export const PARTS = ['portal', 'intake', 'dicom', 'mail', 'jobs', 'database'] as const
export type Part = (typeof PARTS)[number]

/** `impaired`: later than usual, or for some only; `off`: this centre does not offer it. */
export const PART_STATES = ['working', 'impaired', 'down', 'off'] as const
export type PartState = (typeof PART_STATES)[number]

export type Parts = Readonly<Record<Part, PartState>>

/** A job that was to run so long ago still waits: what people see of it is late. */
const LATE_AFTER_MINUTES = 5

export async function lookAtParts(centre: Centre): Promise<Parts> {
  if (!(await databaseAnswers(centre))) return partsWithoutDatabase(centre)
  try {
    return await partsWithDatabase(centre)
  } catch (error) {
    centre.log.warn({ err: error }, 'the parts of the service could not be looked at')
    return partsWithoutDatabase(centre)
  }
}

/** The pages are there, and little else. */
export function partsWithoutDatabase(centre: Centre): Parts {
  return {
    portal: 'impaired',
    intake: 'down',
    dicom: dicomEntranceStanding(centre) === 'off' ? 'off' : 'down',
    mail: 'down',
    jobs: 'down',
    database: 'down',
  }
}

async function partsWithDatabase(centre: Centre): Promise<Parts> {
  const dicom = dicomEntranceStanding(centre)
  const { dataFolder, uploads } = centre.config
  const [late, trouble, { freeBytes }, hasPackages] = await Promise.all([
    lateJobs(centre),
    mailTrouble(centre.db),
    volumeOf(dataFolder, uploads.diskReserveBytes),
    centre.store.isAvailable(),
  ])
  // Without space nothing new is taken, by DICOM neither.
  const hasSpace = freeBytes > 0
  return {
    // Without the store nothing is downloaded, and what is sent waits for it.
    portal: partOf(!hasPackages),
    intake: !hasSpace ? 'down' : partOf(late.intake || !hasPackages),
    dicom: dicom === 'off' ? 'off' : dicom === 'closed' || !hasSpace ? 'down' : partOf(dicom === 'full'),
    mail: trouble === null ? 'working' : 'down',
    jobs: partOf(late.any),
    database: 'working',
  }
}

const partOf = (isImpaired: boolean): PartState => (isImpaired ? 'impaired' : 'working')

/** Those that are given up for good do not count: nobody waits for them any more. */
async function lateJobs({ db, clock }: Centre): Promise<{ readonly any: boolean; readonly intake: boolean }> {
  const late = new Date(clock().getTime() - LATE_AFTER_MINUTES * 60_000)
  const { rows } = await sql<{ any: boolean; intake: boolean }>`
    select count(*) > 0 as any, count(*) filter (where task_identifier like 'intake%') > 0 as intake
    from graphile_worker.jobs
    where locked_at is null and attempts < max_attempts and run_at < ${late}
  `.execute(db)
  return rows[0] ?? { any: false, intake: false }
}
