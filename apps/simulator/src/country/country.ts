/** A country that runs: a centre, a line for everybody, hospitals with node and PACS, each a program that can be killed. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Issued } from '@epacs/pki'
import { findPostmaster, stopPostmaster } from '../../../centre/src/database/embedded/postmaster.ts'
import { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { type CentreProcess, spawnCentre } from '../../../centre/src/testing/centre-process.ts'
import { copyDatabase, removeDatabase } from '../../../centre/src/testing/database-template.ts'
import { FaultProxy } from '../../../centre/src/testing/fault-proxy.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { Hospital } from '../../../node/src/testing/hospital.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Institution } from '../plan/institutions.ts'
import { OrthancPacs } from './orthanc-pacs.ts'
import { OwnPacs, PACS_TITLE, type Pacs } from './pacs.ts'
import { type Prepared, prepareCountry } from './prepare.ts'

/** How many nodes start at once: each takes a second of a processor. */
const STARTING_AT_ONCE = 2

export interface Place {
  readonly institution: Institution
  /** Its clerk, with a certificate, over the institution's line. */
  readonly clerk: ApiClient
  readonly line: FaultProxy
  /** Undefined: a practice. */
  readonly hospital: { readonly node: Hospital; readonly pacs: Pacs } | undefined
}

export interface CountryOptions {
  readonly folder: string
  readonly institutions: readonly Institution[]
  /** So many hospitals have a real Orthanc. */
  readonly orthancs: number
  readonly ledger: Ledger
  /** Its data stay when it could not start. */
  readonly isKept: boolean
  readonly onStep: (step: string) => void
  /** Aborted: what runs of it ends, and nothing more is started. */
  readonly stopping: AbortSignal
}

export class Country {
  readonly places: readonly Place[]
  readonly configPath: string
  readonly #files: Prepared
  #centre: CentreProcess | undefined
  #isRemoved = false

  private constructor(files: Prepared, places: readonly Place[]) {
    this.#files = files
    this.configPath = files.configPath
    this.places = places
  }

  static async start(options: CountryOptions): Promise<Country> {
    const { folder, institutions, stopping } = options
    const onStep = (step: string) => {
      stopping.throwIfAborted()
      options.onStep(step)
    }
    onStep('certificates')
    const files = await prepareCountry(folder, institutions)
    const places: Place[] = []
    const country = new Country(files, places)
    try {
      onStep('database')
      await copyDatabase(files.config)
      onStep('centre')
      await country.startCentre()
      const port = Number(new URL(files.config.certificateEntrance.publicUrl).port)
      const operator = clientOf(files, port, files.operator)
      let orthancs = options.orthancs
      for (const institution of institutions) {
        stopping.throwIfAborted()
        const line = await FaultProxy.open(port)
        const clerk = clientOf(files, line.port, files.clerks[institution.number])
        const isHospital = institution.kind === 'hospital'
        const hasOrthanc = isHospital && orthancs-- > 0
        const hospital = isHospital
          ? await makeHospital({ ...options, files, operator, line, institution, hasOrthanc })
          : undefined
        places.push({ institution, clerk, line, hospital })
      }
      operator.close()
      const hospitals = country.hospitals
      for (let next = 0; next < hospitals.length; next += STARTING_AT_ONCE) {
        onStep(`nodes and PACS, ${next} of ${hospitals.length}`)
        await allOf(
          hospitals.slice(next, next + STARTING_AT_ONCE).map(async ({ node, pacs }) => {
            await pacs.start()
            await node.startAndReach()
          }),
        )
      }
      stopping.throwIfAborted()
      return country
    } catch (error) {
      await country.remove({ isKept: options.isKept })
      throw error
    }
  }

  get hospitals(): readonly NonNullable<Place['hospital']>[] {
    return this.places.flatMap(({ hospital }) => hospital ?? [])
  }

  place(number: number): Place {
    const place = this.places[number]
    if (place === undefined) throw new RangeError(`there is no institution ${number}`)
    return place
  }

  async killCentre(): Promise<void> {
    await this.#centre?.kill()
  }

  async startCentre(): Promise<void> {
    if (this.#isRemoved) throw new Error('the country is no more')
    this.#centre = await startCentre(this.#files)
  }

  /** What runs, and, unless it is kept, what lies on the disk, the folder itself excepted. */
  async remove({ isKept }: { readonly isKept: boolean }): Promise<void> {
    this.#isRemoved = true
    const data = join(this.#files.folder, 'data')
    // One that does not end must not keep the others.
    await allOf([
      ...this.hospitals.flatMap(({ node, pacs }) => [node.kill(), pacs.stop()]),
      this.#endCentre(join(data, 'postgresql')),
    ])
    for (const { clerk } of this.places) clerk.close()
    await allOf(this.places.map(({ line }) => line.close()))
    if (!isKept) await removeDatabase(data)
  }

  /** And its database, which a killed centre leaves running. */
  async #endCentre(cluster: string): Promise<void> {
    await this.#centre?.kill()
    const orphan = await findPostmaster(cluster)
    if (orphan !== undefined) await stopPostmaster(orphan.pid, 2000)
  }
}

/** @throws the first that fails, when all have ended */
async function allOf(all: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(all)).find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function startCentre(files: Prepared): Promise<CentreProcess> {
  const started = await spawnCentre(files.configPath, undefined, { shown: process.stderr })
  const visitor = new ApiClient(files.config.portal.publicUrl, { ca: files.ca })
  try {
    await started.untilReady(visitor)
  } catch (error) {
    await started.kill()
    throw error
  } finally {
    visitor.close()
  }
  return started
}

function clientOf(files: Prepared, port: number, issued: Issued | undefined): ApiClient {
  if (issued === undefined) throw new Error('somebody has no certificate')
  const { certificatePem: cert, privateKeyPem: key } = issued
  return new ApiClient(`https://localhost:${port}`, { ca: files.ca, cert, key })
}

interface HospitalPlan extends CountryOptions {
  readonly files: Prepared
  readonly operator: ApiClient
  readonly line: FaultProxy
  readonly institution: Institution
  readonly hasOrthanc: boolean
}

async function makeHospital(plan: HospitalPlan): Promise<NonNullable<Place['hospital']>> {
  const { files, operator, line, institution, ledger, hasOrthanc, institutions } = plan
  const folder = join(files.folder, `node-${institution.number}`)
  await mkdir(folder)
  const { json } = await operator.call('POST', '/api/nodes/codes', { json: { institution: institution.id } })
  const port = await freePort()
  const node = await Hospital.enrolAt(
    { centre: files.config.portal.publicUrl, code: json.code, caFile: files.caFile },
    folder,
    {
      pollSeconds: 4,
      silentSeconds: 30,
      pacs: { host: '127.0.0.1', port, aeTitle: PACS_TITLE, callingAeTitle: 'EPACS' },
    },
  )
  await node.callAt(line.port)
  const place = { at: institution.number, port, nodePort: node.dicomPort }
  if (!hasOrthanc) return { node, pacs: new OwnPacs(place, ledger) }
  const titles = institutions.filter((each) => each !== institution).map(({ aeTitle }) => aeTitle)
  const own = { folder: join(folder, 'orthanc'), httpPort: await freePort(), titles }
  return { node, pacs: new OrthancPacs({ ...place, ...own }, ledger) }
}
