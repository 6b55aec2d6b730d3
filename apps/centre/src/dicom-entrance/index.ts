/** The DICOM entrance: what hospitals' PACS send by C-STORE becomes messages. */
import { join } from 'node:path'
import type { IntakeSource } from '@epacs/intake'
import type { Centre } from '../centre.ts'
import type { Feature } from '../features.ts'
import { type JobHandler, jobAt } from '../jobs/index.ts'
import { DiskSpace } from '../storage/index.ts'
import { REPORT_JOB, sweepCommitments } from './commitment/record.ts'
import { reportLater } from './commitment/report.ts'
import { declaringRoutes } from './declaring/routes.ts'
import { DicomEntrance, type EntranceStanding } from './entrance.ts'
import { Receptions } from './receiving/receptions.ts'
import { SPOOL } from './receiving/spool.ts'
import { SpoolFolder, setAsideIn } from './receiving/spool-folder.ts'

/** Of the data folder. */
const FOLDER = 'dicom'

interface Receiving {
  readonly folder: SpoolFolder
  readonly receptions: Receptions
}

const entrances = new WeakMap<Centre['db'], DicomEntrance>()

/** `off`: the configuration wants none. */
export function dicomEntranceStanding({ config, db }: Centre): EntranceStanding | 'off' {
  // What another process does, this one does not know.
  if (!config.roles.includes('dicom')) return 'off'
  if (config.dicom.port === null && config.dicom.tlsPort === null) return 'off'
  return entrances.get(db)?.standing ?? 'closed'
}

const byCentre = new WeakMap<Centre, Promise<Receiving>>()

/** One per centre: the listeners, intake and jobs share it. */
function receivingOf(centre: Centre): Promise<Receiving> {
  const known = byCentre.get(centre)
  if (known !== undefined) return known
  const opened = openReceiving(centre)
  byCentre.set(centre, opened)
  return opened
}

async function openReceiving(centre: Centre): Promise<Receiving> {
  const folder = await SpoolFolder.open(join(centre.config.dataFolder, FOLDER), centre.store.files)
  return { folder, receptions: new Receptions(centre, folder) }
}

export interface ServerCertificate {
  readonly cert: string
  readonly key: string
}

/** Listens where the configuration says; `readCertificate` is asked when it says so for TLS. Fails as listening does. */
export async function openDicomEntrance(
  centre: Centre,
  readCertificate: () => Promise<ServerCertificate>,
): Promise<DicomEntrance> {
  const { dataFolder, uploads, dicom } = centre.config
  const space = new DiskSpace(dataFolder, uploads.diskReserveBytes)
  const entrance = new DicomEntrance(centre, { ...(await receivingOf(centre)), space })
  try {
    await entrance.follow()
    if (dicom.port !== null) await entrance.listen(dicom.port, undefined)
    if (dicom.tlsPort !== null) await entrance.listen(dicom.tlsPort, await readCertificate())
    entrances.set(centre.db, entrance)
  } catch (error) {
    await entrance.close()
    throw error
  }
  return entrance
}

/** Files of the data folder with what was received and is in no message, since its journal was damaged. */
export async function setAsideReceived(dataFolder: string): Promise<readonly string[]> {
  return (await setAsideIn(join(dataFolder, FOLDER))).map((name) => join(FOLDER, name))
}

/** What a message that came by DICOM consists of; undefined: it came otherwise. */
export async function receivedInstances(
  centre: Centre,
  messageId: string,
): Promise<readonly IntakeSource[] | undefined> {
  const instances = (await receivingOf(centre)).receptions.instancesOf(messageId)
  if (instances === undefined) return undefined
  return [...instances.values()].map(({ sopInstanceUid, path, startBytes, sizeBytes }) => ({
    path: `${sopInstanceUid}.dcm`,
    filePath: path + SPOOL,
    startBytes,
    sizeBytes,
  }))
}

function discarding(centre: Centre): Record<string, JobHandler> {
  const discard: JobHandler = async ({ messageId }: { messageId: string }) =>
    (await receivingOf(centre)).receptions.discard(messageId)
  return { 'discard-received': discard, [jobAt('discard-received', centre.processId)]: discard }
}

export const dicomEntrance: Feature = {
  name: 'dicom-entrance',
  routes: declaringRoutes,
  jobs: (centre) => ({
    ...discarding(centre),
    [REPORT_JOB]: ({ id }: { id: string }) => reportLater(centre, id),
    'sweep-dicom-commitments': () => sweepCommitments(centre),
  }),
  schedules: [{ job: 'sweep-dicom-commitments', pattern: '50 3 * * *' }],
  async start(centre) {
    const { receptions } = await receivingOf(centre)
    await receptions.restore()
    receptions.watch()
  },
  stop: async (centre) => (await receivingOf(centre)).receptions.stop(),
}
