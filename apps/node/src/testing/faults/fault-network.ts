/**
 * Two hospitals, a centre and two PACS, each a process or a port of its own, with lines between them that break; and one
 * seeded run: a study goes from PACS to both PACS while things break. It ends well when every image has arrived once, byte
 * for byte, in one message, and no status said more than was true.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { storedObject } from '../../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import type { CentreProcess } from '../../../../centre/src/testing/centre-process.ts'
import { ctSlice } from '../../../../centre/src/testing/dicom-file.ts'
import { FaultProxy } from '../../../../centre/src/testing/fault-proxy.ts'
import { freePort } from '../../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../../centre/src/testing/network.ts'
import { chosenFrom, numbersFrom } from '../../../../centre/src/testing/random.ts'
import { until } from '../../../../centre/src/testing/until.ts'
import { Hospital } from '../hospital.ts'
import { KilledPacs } from '../killed-pacs.ts'
import { ScriptedPacs } from '../scripted-pacs.ts'
import { assertNothingStrays, breakOffSending } from './broken-off.ts'
import { LogSince, whyNoneEarly } from './none-early.ts'

const FAULTS_A_RUN = 3
/** Of each node's log, where a run failed. */
const LAST_LINES = 60
const IMAGES = 8
export const IMAGE_BYTES = 200_000
/** Bytes; nothing is deleted, and thousands of runs share a mailbox. */
const QUOTAS = { hospital: 1e12, outpatient: 1e12 }
const LONGEST_DROPPING_MS = 30 * 60_000
/** Studies of seeded runs; tests make their own below. */
const FIRST_STUDY = 1000

/** Larger than what a package keeps in memory before it is written, so that images go early one by one. */
const EARLY_IMAGE_BYTES = 1_000_000
const EARLY_IMAGES = 12
/** For each piece of some 64 KiB: a study takes seconds, and what breaks meets images on their way. */
const EARLY_DELAY_MS = { least: 5, most: 25 }
/** Of the runs with early images: their sending is broken off first. */
const BROKEN_OFF_SHARE = 1 / 3

export interface FaultNetworkOptions {
  /** Whether both nodes are set to early images. */
  readonly isEarly?: boolean
}

export interface FaultRun {
  /** What broke, in order. */
  readonly broken: readonly string[]
  /** Images that were at a PACS before their message was at its node. */
  readonly early: number
  /** Why there were none, where there should have been some. */
  readonly whyNone: string | null
}

export interface Study {
  readonly paths: readonly string[]
  /** SHA-256 of the data sets by SOP Instance UID. */
  readonly images: ReadonlyMap<string, string>
  readonly uid: string
}

export interface Dropping {
  /** Of time, or of the bytes of a study on each line, so many times. */
  readonly every: { readonly ms: number } | { readonly bytes: number; readonly times: number }
  /** For each piece of some 64 KiB. */
  readonly delayMs: number
}

export interface Dropped {
  /** Of each line, at least. */
  readonly drops: number
  readonly packageBytes: number
  /** What passed of the sending node's line to the centre, and of the receiving node's from it. */
  readonly upBytes: number
  readonly downBytes: number
}

export interface SentMessage {
  readonly id: string
  readonly sizeBytes: number
  readonly instances: number
  readonly deliveries: readonly { readonly status: string }[]
}

export class FaultNetwork {
  readonly network: TestNetwork
  readonly sending: Hospital
  readonly receiving: Hospital
  readonly pacs: ScriptedPacs
  /** Gets everything, too. */
  readonly killedPacs: KilledPacs
  readonly isEarly: boolean
  readonly #lines: { readonly sending: FaultProxy; readonly receiving: FaultProxy }
  #centre: CentreProcess

  private constructor(
    parts: Pick<FaultNetwork, 'network' | 'sending' | 'receiving' | 'pacs' | 'killedPacs' | 'isEarly'>,
    lines: { readonly sending: FaultProxy; readonly receiving: FaultProxy },
    centre: CentreProcess,
  ) {
    this.network = parts.network
    this.sending = parts.sending
    this.receiving = parts.receiving
    this.pacs = parts.pacs
    this.killedPacs = parts.killedPacs
    this.isEarly = parts.isEarly
    this.#lines = lines
    this.#centre = centre
  }

  /** Everything runs, the PACS too. */
  static async start({ isEarly = false }: FaultNetworkOptions = {}): Promise<FaultNetwork> {
    const network = await TestNetwork.prepare({ logging: { level: 'error' }, quotas: QUOTAS })
    try {
      return await FaultNetwork.#startIn(network, isEarly)
    } catch (error) {
      await network.remove()
      throw error
    }
  }

  static async #startIn(network: TestNetwork, isEarly: boolean): Promise<FaultNetwork> {
    const centre = await network.startProcess()
    const port = Number(new URL(network.config.certificateEntrance.publicUrl).port)
    const lines = { sending: await FaultProxy.open(port), receiving: await FaultProxy.open(port) }
    const pacsPort = await freePort()
    const pacs = new ScriptedPacs(pacsPort)
    const storescpPort = await freePort()
    const killedPacs = new KilledPacs(storescpPort, await mkdtemp(join(network.folder, 'storescp-')))
    // Why images do not go early is said in the details.
    const logging = { level: isEarly ? 'debug' : 'info' } as const
    const both = { silentSeconds: 2, early: { sending: isEarly, receiving: isEarly }, logging }
    const sending = await Hospital.enrol(network, 'caslav', both)
    const receiving = await Hospital.enrol(network, 'hornicka', {
      ...both,
      pacs: [
        { name: 'SCRIPTED', host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
        { name: 'STORESCP', host: '127.0.0.1', port: storescpPort, aeTitle: 'STORESCP' },
      ],
    })
    await Promise.all([sending.callAt(lines.sending.port), receiving.callAt(lines.receiving.port)])
    const parts = { network, sending, receiving, pacs, killedPacs, isEarly }
    const made = new FaultNetwork(parts, lines, centre)
    await Promise.all([pacs.start(), killedPacs.start(), sending.startAndReach(), receiving.startAndReach()])
    return made
  }

  async remove(): Promise<void> {
    const { sending, receiving, pacs, killedPacs, network } = this
    await Promise.all([sending.kill(), receiving.kill(), pacs.stop(), killedPacs.kill()])
    await Promise.all([this.#lines.sending.close(), this.#lines.receiving.close()])
    await network.remove()
  }

  /** How everything stands, for whoever looks for what a failed run waited for. */
  async account(): Promise<string> {
    const { json } = await this.network
      .as('sender')
      .get('/api/messages?box=sent&pageSize=3')
      .catch((error: unknown) => ({ json: String(error) }))
    const nodes = await Promise.all(
      [this.sending, this.receiving].map(async (each) => ({
        state: withoutDone(await each.state()),
        log: (await each.log()).split('\n').slice(-LAST_LINES),
      })),
    )
    return JSON.stringify({ sent: json, centre: this.centreErrors, nodes }, null, 1)
  }

  /** Of the log of the centre that runs now. */
  get centreErrors(): readonly string[] {
    return this.#centre.errors
  }

  async killCentre(): Promise<void> {
    await this.#centre.kill()
  }

  async startCentre(): Promise<void> {
    this.#centre = await this.network.startProcess()
  }

  get #imageBytes(): number {
    return this.isEarly ? EARLY_IMAGE_BYTES : IMAGE_BYTES
  }

  async makeStudy(study: number, instances: number): Promise<Study> {
    const paths: string[] = []
    const images = new Map<string, string>()
    for (let instance = 1; instance <= instances; instance++) {
      const path = join(this.network.folder, `${study}-${instance}.dcm`)
      const bytes = ctSlice({ study, instance, pixelBytes: this.#imageBytes })
      const object = storedObject(bytes)
      assert.ok(object)
      await writeFile(path, bytes)
      paths.push(path)
      images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
    }
    return { paths, images, uid: `.1234.${study}` }
  }

  async storescu({ paths }: Pick<Study, 'paths'>, calling = 'PACS', called = 'HORNICKA'): Promise<string> {
    const port = String(this.sending.dicomPort)
    return await run('storescu', ['-v', '-aet', calling, '-aec', called, '127.0.0.1', port, ...paths])
  }

  /** As a PACS does: until every image was answered with success. */
  async sendUntilTaken(study: Study): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await this.storescu(study)
        return
      } catch (error) {
        if (tries > 100) throw error
        await delay(300)
      }
    }
  }

  /** A study over lines that drop again and again while it travels, and are slow so that they do. */
  async sendOverDroppingLines(study: Study, { every, delayMs }: Dropping): Promise<Dropped> {
    const lines = Object.values(this.#lines)
    const passed = () => ({
      up: this.#lines.sending.passedBytes.up,
      down: this.#lines.receiving.passedBytes.down,
    })
    const before = passed()
    const cutsOf = () => lines.map(({ cuts }) => cuts)
    const cutsBefore = cutsOf()
    for (const line of lines) line.delayMs = delayMs
    const stopCutting = this.#cutEvery(every)
    try {
      await this.sendUntilTaken(study)
      await this.untilStored(study, LONGEST_DROPPING_MS)
    } finally {
      stopCutting()
      for (const line of lines) line.delayMs = 0
    }
    const after = passed()
    const [message] = await this.messagesOf(study)
    return {
      drops: Math.min(...cutsOf().map((cuts, index) => cuts - (cutsBefore[index] ?? 0))),
      packageBytes: message?.sizeBytes ?? 0,
      upBytes: after.up - before.up,
      downBytes: after.down - before.down,
    }
  }

  #cutEvery(every: Dropping['every']): () => void {
    const { sending, receiving } = this.#lines
    if ('bytes' in every) {
      sending.cutEvery('up', every.bytes, every.times)
      receiving.cutEvery('down', every.bytes, every.times)
      return () => undefined
    }
    const timer = setInterval(() => {
      for (const line of [sending, receiving]) line.cut()
    }, every.ms)
    return () => clearInterval(timer)
  }

  async messagesOf({ uid }: Study): Promise<readonly SentMessage[]> {
    const { json } = await this.network.as('sender').get('/api/messages?box=sent&pageSize=20')
    return json.items.filter(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
      studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(uid)),
    )
  }

  /** Whenever the status says that the PACS have the images, both must have them. */
  async untilStored(study: Study, withinMs?: number): Promise<readonly SentMessage[]> {
    await until(
      'the delivery is stored',
      async () => {
        const messages = await this.messagesOf(study).catch(() => [])
        const stored = messages.filter(({ deliveries }) => deliveries[0]?.status === 'stored')
        const told = stored.reduce((sum, { instances }) => sum + instances, 0)
        const atKilled = told === 0 ? undefined : await this.killedPacs.taken(study.images.keys())
        const taken = [...study.images].filter(
          ([uid, sha256]) => this.pacs.taken.has(uid) && atKilled?.get(uid) === sha256,
        ).length
        assert.ok(told <= taken, `${told} images are said to be stored, and ${taken} are`)
        return messages.length > 0 && stored.length === messages.length && told >= study.images.size
      },
      withinMs,
    )
    return await this.messagesOf(study)
  }

  async assertArrived({ images }: Study): Promise<void> {
    assert.deepEqual(await this.killedPacs.taken(images.keys()), images)
    for (const [uid, sha256] of images) {
      assert.equal(this.pacs.taken.get(uid), sha256, uid)
      assert.ok(!this.pacs.changed.has(uid), `${uid} came with other content too`)
    }
  }

  /** Fails when an image or the truth got lost. */
  async run(seed: number, only?: readonly Fault[]): Promise<FaultRun> {
    const random = numbersFrom(seed)
    const study = await this.makeStudy(FIRST_STUDY + seed, this.isEarly ? EARLY_IMAGES : IMAGES)
    const broken: string[] = []
    const breakThree = async () => {
      for (let count = 0; count < FAULTS_A_RUN; count++) {
        await delay(random() * 600)
        const name = only?.[count] ?? chosenFrom(WEIGHTS, random)
        broken.push(name)
        await this.#break(name, random)
      }
    }
    if (this.isEarly) {
      const { least, most } = EARLY_DELAY_MS
      for (const line of Object.values(this.#lines)) line.delayMs = least + random() * (most - least)
      if (random() < BROKEN_OFF_SHARE) {
        broken.push('broken off')
        await breakOffSending(this, study, breakThree)
      }
    }
    const logs = {
      sending: await LogSince.now(this.sending),
      receiving: await LogSince.now(this.receiving),
    }
    const sent = this.sendUntilTaken(study)
    await Promise.all([sent, breakThree()])
    const messages = await this.untilStored(study)
    await this.assertArrived(study)
    const instances = messages.reduce((sum, each) => sum + each.instances, 0)
    assert.equal(instances, study.images.size, 'each image is in one message')
    const early = this.isEarly ? await assertNothingStrays(this, study) : 0
    return { broken, early, whyNone: this.isEarly && early === 0 ? await whyNoneEarly(logs) : null }
  }

  async #break(name: Fault, random: () => number): Promise<void> {
    const { sending, receiving, pacs, killedPacs } = this
    const line = this.#lines[random() < 0.5 ? 'sending' : 'receiving']
    const ms = random() * 1000
    switch (name) {
      case 'cut':
        return line.cut()
      case 'silence':
        return line.silence()
      case 'down':
        return await line.down(ms)
      case 'slow':
        return await line.slow(random() * 100, ms)
      case 'kill sending node':
        await sending.kill()
        return await sending.start()
      case 'kill receiving node':
        await receiving.kill()
        return await receiving.start()
      case 'kill centre':
        await this.killCentre()
        return await this.startCentre()
      case 'PACS away':
        await pacs.stop()
        await delay(ms)
        return await pacs.start()
      case 'PACS killed':
        await killedPacs.kill()
        await delay(ms)
        return await killedPacs.start()
      case 'PACS full':
        pacs.answer = () => ({ status: 0xa700, errorComment: 'Disk full' })
        await delay(ms)
        pacs.answer = undefined
    }
  }
}

/** Of hundreds of runs before the failed one only what is still under way tells anything. */
function withoutDone(state: Awaited<ReturnType<Hospital['state']>>): unknown {
  if (state === undefined) return undefined
  const outgoing = state.outgoing.filter((each) => each.state !== 'delivered' || each.farStatus !== 'stored')
  return { ...state, outgoing, incoming: state.incoming.filter((each) => each.state !== 'done') }
}

/** How often each is chosen, of all. */
const WEIGHTS = {
  cut: 6,
  silence: 3,
  down: 3,
  slow: 3,
  'kill sending node': 2,
  'kill receiving node': 2,
  'kill centre': 1,
  'PACS away': 2,
  'PACS killed': 2,
  'PACS full': 2,
} as const
export type Fault = keyof typeof WEIGHTS

export function isFault(name: string): name is Fault {
  return Object.hasOwn(WEIGHTS, name)
}
