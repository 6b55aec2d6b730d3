/** Breaks what the plan says, and puts it right again. What concerns one institution happens one after the other. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Country, Place } from '../country/country.ts'
import type { Pacs } from '../country/pacs.ts'
import type { FaultKind, PlannedFault } from '../plan/faults.ts'

/** Each piece of what passes a slow line takes so much longer. */
const SLOWER_MS = 40

export interface Broken {
  readonly kind: FaultKind
  readonly where: number | null
  readonly fromMs: number
  /** When it was put right; undefined: it is broken. */
  readonly toMs: number | undefined
}

export class Breaker {
  readonly #country: Country
  readonly #broken: Broken[] = []
  #isOver = false
  readonly #last = new Map<number | null, Promise<void>>()

  constructor(country: Country) {
    this.#country = country
  }

  get broken(): readonly Broken[] {
    return this.#broken
  }

  /** Resolves when nothing that it does goes on: nothing is broken after it, and what was killed is not started. */
  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#last.values())
  }

  /** Resolves when it is whole again. */
  async break(fault: PlannedFault): Promise<void> {
    const before = this.#last.get(fault.where) ?? Promise.resolve()
    const now = before.then(() => this.#perform(fault))
    // What fails is told by the promise that is returned.
    this.#last.set(
      fault.where,
      now.catch(() => undefined),
    )
    await now
  }

  async #perform({ kind, where, lastsMs }: PlannedFault): Promise<void> {
    if (this.#isOver) return
    const index = this.#broken.push({ kind, where, fromMs: Date.now(), toMs: undefined }) - 1
    if (where === null) await this.#ofCentre()
    else await ofPlace(kind, this.#country.place(where), lastsMs, () => this.#isOver)
    const begun = this.#broken[index]
    if (begun !== undefined) this.#broken[index] = { ...begun, toMs: Date.now() }
  }

  async #ofCentre(): Promise<void> {
    await this.#country.killCentre()
    if (this.#isOver) return
    await this.#country.startCentre()
  }
}

async function ofPlace(kind: FaultKind, place: Place, ms: number, isOver: () => boolean): Promise<void> {
  const { line } = place
  switch (kind) {
    case 'line cut':
      return line.cut()
    case 'line silent':
      return line.silence()
    case 'line down':
      return await line.down(ms)
    case 'line slow':
      return await line.slow(SLOWER_MS, ms)
    default:
      return await ofHospital(kind, place, ms, isOver)
  }
}

async function ofHospital(
  kind: FaultKind,
  { hospital, line, institution }: Place,
  ms: number,
  isOver: () => boolean,
): Promise<void> {
  if (hospital === undefined) throw new Error(`${institution.name} has no node and no PACS`)
  const { node, pacs } = hospital
  switch (kind) {
    case 'node killed':
      await node.kill()
      return isOver() ? undefined : await node.start()
    case 'PACS full':
      // Orthanc cannot be told to be full: it goes away instead.
      return pacs.fill(true)
        ? await delay(ms).then(() => void pacs.fill(false))
        : await away(pacs, ms, isOver)
    case 'PACS away':
      return await away(pacs, ms, isOver)
    case 'queue full':
      // Nothing leaves, and one byte is as much as may wait.
      await node.reload({ maxQueuedBytes: 1 })
      await line.down(ms)
      return await node.reload({ maxQueuedBytes: null })
    default:
      throw new Error(`a hospital cannot be ${kind}`)
  }
}

async function away(pacs: Pacs, ms: number, isOver: () => boolean): Promise<void> {
  await pacs.stop()
  await delay(ms)
  if (!isOver()) await pacs.start()
}
