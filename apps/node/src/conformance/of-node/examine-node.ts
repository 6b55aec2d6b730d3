/** Plays a centre for a node, and says of each requirement of docs/node-protocol.md whether the node meets it. */
import { setTimeout as delay } from 'node:timers/promises'
import { NotMet } from '../check.ts'
import { testStudy } from '../test-package.ts'
import { NODE_REQUIREMENTS, type NodeRequirementId } from './node-requirements.ts'
import { PLAYED_TITLE, PlayedCentre, RETRY_AFTER_SECONDS } from './played-centre.ts'
import { type Mishap, PlayedDelivery } from './played-delivery.ts'

export interface NodeExamination {
  /** By which the node reaches this machine. */
  readonly host: string
  readonly port: number
  /** How long each thing is waited for. */
  readonly withinSeconds: number
  /** What whoever runs it has to do next: once enrol, once send. */
  readonly onStep: (step: NodeExaminationStep) => void | Promise<void>
}

export type NodeExaminationStep =
  | { readonly step: 'enrol'; readonly centre: string; readonly code: string; readonly ca: string }
  | { readonly step: 'send'; readonly aeTitle: string }

export interface NodeConformance {
  readonly id: NodeRequirementId
  readonly requirement: string
  readonly result: 'pass' | 'fail'
  /** Why it failed. */
  readonly why: string | null
}

type Look = (centre: PlayedCentre, waited: Waited) => Promise<void>
type Waited = (what: string, isThere: () => boolean, withinMs?: number) => Promise<void>

const LOOK_EVERY_MS = 50
const STATE_EVERY_MS = 60_000
/** An event is to be faster than the regular turn. */
const ASKS_WITHIN_MS = 10_000
const STREAM_WITHIN_MS = 30_000
/** Clocks and timers are not that exact. */
const EARLY_MS = 300

/** Fails as listening does. */
export async function* examineNode(examination: NodeExamination): AsyncGenerator<NodeConformance> {
  const { host, port, withinSeconds, onStep } = examination
  const centre = await PlayedCentre.listen(host, port)
  const waited: Waited = async (what, isThere, withinMs = withinSeconds * 1000) => {
    for (const until = Date.now() + withinMs; !isThere(); await delay(LOOK_EVERY_MS)) {
      if (Date.now() > until) throw new NotMet(`${what}: not within ${withinMs / 1000} s`)
    }
  }
  try {
    await onStep({ step: 'enrol', centre: centre.url, code: centre.code, ca: centre.ca })
    for (const { ids, look } of [STANDING, DELIVERIES, SENDING]) {
      if (look === sending) await onStep({ step: 'send', aeTitle: PLAYED_TITLE })
      const found = await look(centre, waited)
      for (const id of ids) yield await resultOf(id, found[id], centre, waited)
    }
  } finally {
    await centre.close()
  }
}

async function resultOf(
  id: NodeRequirementId,
  look: Look | undefined,
  centre: PlayedCentre,
  waited: Waited,
): Promise<NodeConformance> {
  const told = { id, requirement: NODE_REQUIREMENTS[id] }
  try {
    await look?.(centre, waited)
    return { ...told, result: 'pass', why: null }
  } catch (error) {
    if (error instanceof NotMet) return { ...told, result: 'fail', why: error.message }
    throw error
  }
}

type Looks = Partial<Record<NodeRequirementId, Look>>
interface Part {
  readonly ids: readonly NodeRequirementId[]
  readonly look: (centre: PlayedCentre, waited: Waited) => Promise<Looks>
}

function met(isMet: boolean, why: string): void {
  if (!isMet) throw new NotMet(why)
}

const STANDING: Part = {
  ids: ['N1', 'N2', 'N3', 'N4'],
  look: async () => ({
    async N1(centre, waited) {
      await waited('no enrolment', () => centre.enrolled !== undefined)
      const fault = centre.enrolled?.fault
      met(fault === undefined, fault ?? '')
    },
    async N2(centre, waited) {
      const isHere = () => centre.states.length + centre.asked.length + centre.streams.length > 0
      await waited('no request with the certificate', isHere)
      met(centre.strangers === 0, `${centre.strangers} requests came without it`)
    },
    async N3(centre, waited) {
      const before = centre.states.length
      await waited('no state', () => centre.states.length > before + 1, 2 * STATE_EVERY_MS)
      met(
        centre.states.every(({ isWhole }) => isWhole),
        'version, outgoing, incoming or trouble is missing or of another kind',
      )
    },
    async N4(centre, waited) {
      await waited('no stream of events', () => centre.streams.length > 0)
      const before = centre.streams.length
      centre.cutStream()
      await waited('no new stream', () => centre.streams.length > before, STREAM_WITHIN_MS)
    },
  }),
}

/** One after the other, each with its mishap. */
const DELIVERIES: Part = {
  ids: ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'],
  async look(centre, waited) {
    const played: Partial<Record<Mishap, PlayedDelivery>> = {}
    let askedAfterMs: number | undefined
    for (const mishap of ['others', 'cut', 'corrupted', 'busy'] as const) {
      const delivery = new PlayedDelivery(await testStudy(), mishap)
      played[mishap] = delivery
      centre.deliveries.push(delivery)
      const offeredMs = Date.now()
      delivery.offer()
      centre.tell(delivery.message, 'delivered')
      try {
        const isOver = () => (mishap === 'others' ? delivery.mishapMs !== undefined : delivery.isSettled)
        await waited('it is not over', isOver)
      } catch (error) {
        // Each requirement says below what is missing.
        if (!(error instanceof NotMet)) throw error
      }
      askedAfterMs ??= (centre.asked.find((atMs) => atMs >= offeredMs) ?? Infinity) - offeredMs
    }
    const all = Object.values(played)
    const settled = ({ isSettled, mishap }: PlayedDelivery) =>
      met(isSettled, `the delivery with the mishap "${mishap}" was not settled in time`)
    return {
      async D1() {
        met(Number(askedAfterMs) <= ASKS_WITHIN_MS, `it did not ask within ${ASKS_WITHIN_MS / 1000} s`)
      },
      async D2() {
        for (const { reports, fetches } of all) {
          const [first] = reports
          met(first !== undefined, 'there was no report at all')
          met(first?.status === null && first.stored === 0, `the first report was ${first?.text}`)
          const isFirst = fetches.every(({ atMs }) => atMs >= (first?.atMs ?? 0))
          met(isFirst, 'it fetched the package before its first report')
        }
      },
      async D3() {
        const { cut } = played
        const [, again] = cut?.fetches ?? []
        met(again !== undefined, 'it did not ask again after the cut')
        met((again?.start ?? 0) > 0, 'it began anew, from the first byte')
        met(again?.ifMatch === cut?.etag, `If-Match was ${again?.ifMatch}`)
      },
      async D4() {
        for (const delivery of all.filter(({ mishap }) => mishap === 'cut' || mishap === 'busy')) {
          met(delivery.backwards === undefined, delivery.backwards ?? '')
          settled(delivery)
          const { stored = 0 } = delivery.reports.at(-1) ?? {}
          const { length } = delivery.study.instances
          met(stored === length, `at the end ${stored} of ${length} were stored: is there a PACS?`)
        }
      },
      async D5() {
        const reports = played.cut?.reports ?? []
        const lost = reports.findIndex(({ isAnswered }) => !isAnswered)
        met(lost >= 0, 'there was no settling report')
        const again = reports[lost + 1]
        met(again !== undefined, 'it did not come again')
        met(again?.text === reports[lost]?.text, `then it was ${again?.text}`)
      },
      async D6() {
        const { corrupted } = played
        met(corrupted?.backwards === undefined, corrupted?.backwards ?? '')
        met((corrupted?.fetches.length ?? 0) > 1, 'it did not fetch it again')
        if (corrupted !== undefined) settled(corrupted)
      },
      async D7() {
        const [first, again] = played.busy?.fetches ?? []
        met(first !== undefined && again !== undefined, 'it did not ask again')
        const pauseMs = (again?.atMs ?? 0) - (first?.atMs ?? 0)
        const isPatient = pauseMs >= RETRY_AFTER_SECONDS * 1000 - EARLY_MS
        met(isPatient, `it asked again after ${pauseMs} ms of ${RETRY_AFTER_SECONDS} s`)
      },
      async D8() {
        const { others } = played
        met(others?.mishapMs !== undefined, 'it did not take it on')
        met(others?.fetches.length === 0, 'it fetched the package')
        met(others?.reports.length === 1, `it reported ${others?.reports.length} times`)
      },
    }
  },
}

async function sending(centre: PlayedCentre, waited: Waited): Promise<Looks> {
  const { sending: played } = centre
  try {
    await waited('nothing was sent', () => played.asked > 1)
  } catch (error) {
    if (!(error instanceof NotMet)) throw error
  }
  return {
    async S1() {
      met(played.isCut, 'nothing was uploaded')
      met(played.faults.S1 === undefined, played.faults.S1 ?? '')
    },
    async S2() {
      met(played.isGoneOn, 'it did not go on')
      met(played.faults.S2 === undefined, played.faults.S2 ?? '')
    },
    async S3() {
      const objection = await played.objection()
      met(objection === undefined, objection ?? '')
    },
    async S4() {
      const [first, ...others] = played.keys
      met(first !== undefined, 'no message was made')
      met(others.length > 0, 'it was not asked for again')
      met(first !== '' && others.every((each) => each === first), 'the Idempotency-Key was another one')
    },
    async S5() {
      met(played.asked > 1, `it asked ${played.asked} times, and was never told "delivered"`)
    },
  }
}

const SENDING: Part = { ids: ['S1', 'S2', 'S3', 'S4', 'S5'], look: sending }
