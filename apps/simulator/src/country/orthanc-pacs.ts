/** A real Orthanc as a hospital's PACS: told by its REST API to send, and asked there what it has. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { PACS_TITLE, type Pacs, type PacsPlace, type PacsStudy } from './pacs.ts'

const PROGRAM = '/usr/sbin/Orthanc'
const STARTED_WITHIN_MS = 60_000

export interface OrthancPlace extends PacsPlace {
  readonly folder: string
  readonly httpPort: number
  /** AE titles of all other participants. */
  readonly titles: readonly string[]
}

interface Change {
  readonly Seq: number
  readonly ChangeType: string
  readonly ID: string
}

export class OrthancPacs implements Pacs {
  readonly #place: OrthancPlace
  readonly #ledger: Ledger
  /** Orthanc's numbers of what its own modalities gave it. */
  readonly #own = new Set<string>()
  #child: ChildProcess | undefined
  #seen = 0
  #collecting: Promise<void> = Promise.resolve()

  constructor(place: OrthancPlace, ledger: Ledger) {
    this.#place = place
    this.#ledger = ledger
  }

  async start(): Promise<void> {
    const { folder, httpPort, port, nodePort, titles } = this.#place
    await mkdir(folder, { recursive: true })
    const node = (AET: string) => [AET, { AET, Host: '127.0.0.1', Port: nodePort }] as const
    const configuration = {
      ...{ Name: 'peer', StorageDirectory: folder, IndexDirectory: folder },
      ...{ HttpPort: httpPort, DicomPort: port, DicomAet: PACS_TITLE, DicomCheckCalledAet: false },
      ...{ RemoteAccessAllowed: false, AuthenticationEnabled: false, ConcurrentJobs: 4 },
      ...{ DicomAlwaysAllowStore: true, DicomAlwaysAllowEcho: true, OverwriteInstances: true },
      ...{ UnknownSopClassAccepted: true, TranscodeDicomProtocol: false },
      DicomModalities: Object.fromEntries(titles.map(node)),
    }
    const file = join(folder, 'orthanc.json')
    await writeFile(file, JSON.stringify(configuration))
    const child = spawn(PROGRAM, [file], { stdio: 'ignore' })
    await once(child, 'spawn')
    this.#child = child
    const deadlineMs = performance.now() + STARTED_WITHIN_MS
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`Orthanc ended with ${child.exitCode}`)
      if (performance.now() > deadlineMs) throw new Error('Orthanc does not answer')
      await delay(100)
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  fill(): boolean {
    return false
  }

  async send(study: PacsStudy, calledAeTitle: string, isOver: () => boolean): Promise<void> {
    const stubbornly = async (step: () => Promise<void>) => {
      for (;;) {
        try {
          return await step()
        } catch {
          if (isOver()) throw new Error('the day is over')
          await delay(500)
        }
      }
    }
    const ids: string[] = []
    for (let instance = 1; instance <= study.instances; instance++) {
      await stubbornly(async () => {
        const taken = await this.#rest('/instances', study.image(instance))
        const { ID } = JSON.parse(taken.toString()) as { readonly ID: string }
        this.#own.add(ID)
        ids.push(ID)
      })
    }
    const order = JSON.stringify({ Resources: ids, Synchronous: true })
    await stubbornly(async () => {
      await this.#rest(`/modalities/${calledAeTitle}/store`, order)
    })
  }

  async collect(): Promise<void> {
    this.#collecting = this.#collecting.then(() => this.#collect()).catch(() => undefined)
    await this.#collecting
  }

  async #collect(): Promise<void> {
    for (let isDone = false; !isDone; ) {
      const answer = JSON.parse((await this.#rest(`/changes?since=${this.#seen}&limit=100`)).toString()) as {
        readonly Changes: readonly Change[]
        readonly Done: boolean
        readonly Last: number
      }
      for (const { ChangeType, ID, Seq } of answer.Changes) {
        if (ChangeType === 'NewInstance' && !this.#own.has(ID)) await this.#note(ID)
        this.#seen = Seq
      }
      this.#seen = answer.Last
      isDone = answer.Done
    }
  }

  async #note(id: string): Promise<void> {
    const object = storedObject(await this.#rest(`/instances/${id}/file`))
    if (object === undefined) throw new Error(`instance ${id} is no DICOM object`)
    const sha256 = createHash('sha256').update(object.dataSet).digest('hex')
    const at = this.#place.at
    const ms = timeOf((await this.#rest(`/instances/${id}/metadata/ReceptionDate`)).toString())
    this.#ledger.arrive({ at, uid: object.sopInstanceUid, sha256, ms, by: 'pacs' })
  }

  async #answers(): Promise<boolean> {
    return await this.#rest('/system').then(
      () => true,
      () => false,
    )
  }

  async #rest(path: string, body?: Buffer | string): Promise<Buffer> {
    const post = body === undefined ? {} : { method: 'POST', body: new Uint8Array(Buffer.from(body)) }
    const response = await fetch(`http://127.0.0.1:${this.#place.httpPort}${path}`, post)
    if (!response.ok) throw new Error(`Orthanc answered ${response.status} to ${path}`)
    return Buffer.from(await response.arrayBuffer())
  }
}

/** Of `20260315T101500`, UTC, in whole seconds. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(text)?.map(Number) ?? []
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
}
