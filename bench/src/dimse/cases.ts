/** What is measured of the DICOM network: each case gives figures of one round, ours beside the peers'. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DataSet } from '../generator/data-set.ts'
import { cpuSeconds, forgetPeak, peakBytes } from '../network/centre-process.ts'
import { type Identity, NO_DELAY, type Receiver, run, tlsArguments } from './processes.ts'

export interface Participants {
  /** The centre: it checks, hashes and packs what comes, and delivers it. */
  readonly ours: Receiver
  /** A receiver of ours that writes plain files. */
  readonly ownReceiver: Receiver
  /** With TCP_NODELAY=1, with Debian's defaults, over TLS. */
  readonly storescp: { readonly quick: Receiver; readonly plain: Receiver; readonly tls: Receiver }
  readonly orthanc: Receiver
  readonly identity: Identity
  readonly data: Readonly<Record<'ctStudy' | 'smallFiles' | 'multiFrame', DataSet>>
}

/** Values by names that stay; ratios are rates of ours by rates of the peer. */
export type RoundValues = Readonly<Record<string, number>>

export interface DimseCase {
  readonly name: string
  readonly title: string
  readonly measure: (participants: Participants, isPeerFirst: boolean) => Promise<RoundValues>
}

const SENDER = fileURLToPath(new URL('./sender-main.ts', import.meta.url))
/** With Debian's defaults every instance costs 40 ms and more: a part of the study says as much as all of it. */
const SLOW_SAMPLE = 100
const PARALLEL = 4

/** Seconds that storescu takes for a folder, or for files of it. */
async function storescu(
  to: Receiver,
  { folder }: DataSet,
  {
    env = {},
    files,
    isSecured = false,
    called = to.calledAeTitles[0] ?? '',
  }: {
    env?: Record<string, string>
    files?: readonly string[]
    isSecured?: boolean
    called?: string
  } = {},
): Promise<number> {
  const pdu = 'TCP_NODELAY' in env ? ['-pdu', '131072'] : []
  const port = isSecured ? to.tlsPort : to.plainPort
  const what = files === undefined ? ['+sd', '+r', folder] : files.map((path) => join(folder, path))
  const tls = isSecured && to.sender ? tlsArguments(to.sender) : []
  const titles = ['-aet', to.callingAeTitle, '-aec', called]
  return await timed(() =>
    run('storescu', [...tls, ...pdu, ...titles, 'localhost', String(port), ...what], env),
  )
}

/** Seconds that our sender says it took. */
async function ourSender(port: number, { folder }: DataSet, tls?: Identity): Promise<number> {
  const own = tls ? [tls.key, tls.cert, tls.ca] : []
  return Number(await run(process.execPath, [SENDER, String(port), folder, ...own]))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

interface Taken {
  readonly seconds: number
  /** Processor time of the receiver, in all its threads, until the sender has ended. */
  readonly cpu: number
}

type Side = readonly [Receiver, () => Promise<number>]

async function taken([receiver, work]: Side): Promise<Taken> {
  const before = await cpuSeconds(receiver.pid)
  const seconds = await work()
  const cpu = (await cpuSeconds(receiver.pid)) - before
  await receiver.emptied()
  return { seconds, cpu }
}

/** Both sides, the peer first in every other round; what was received is removed in between. */
async function both(
  isPeerFirst: boolean,
  ours: Side,
  peer: Side,
): Promise<readonly [ours: Taken, peer: Taken]> {
  if (!isPeerFirst) return [await taken(ours), await taken(peer)]
  const ofPeer = await taken(peer)
  return [await taken(ours), ofPeer]
}

/** Against storescp, with the processor time of both. */
function againstStorescp(own: Taken, peer: Taken): RoundValues {
  return {
    ratio: peer.seconds / own.seconds,
    oursSeconds: own.seconds,
    storescpSeconds: peer.seconds,
    oursCpu: own.cpu,
    storescpCpu: peer.cpu,
  }
}

function receiveQuick(name: 'ctStudy' | 'smallFiles') {
  return async ({ ours, storescp, data }: Participants, isPeerFirst: boolean): Promise<RoundValues> => {
    const env = NO_DELAY
    const [own, peer] = await both(
      isPeerFirst,
      [ours, () => storescu(ours, data[name], { env })],
      [storescp.quick, () => storescu(storescp.quick, data[name], { env })],
    )
    return againstStorescp(own, peer)
  }
}

function receiveSlow(name: 'ctStudy' | 'smallFiles') {
  return async ({ ours, storescp, orthanc, data }: Participants): Promise<RoundValues> => {
    const files = data[name].files.slice(0, SLOW_SAMPLE).map(({ path }) => path)
    const own = await storescu(ours, data[name], { files })
    const peer = await storescu(storescp.plain, data[name], { files })
    const other = await storescu(orthanc, data[name], { files })
    await ours.emptied()
    await storescp.plain.emptied()
    return {
      ratio: peer / own,
      orthancRatio: other / own,
      oursSeconds: own,
      storescpSeconds: peer,
      orthancSeconds: other,
    }
  }
}

export const DIMSE_CASES: readonly DimseCase[] = [
  {
    name: 'receive-ct',
    title: 'receive, one association, CT, TCP_NODELAY=1',
    measure: receiveQuick('ctStudy'),
  },
  { name: 'receive-ct-defaults', title: "receive, CT, Debian's defaults", measure: receiveSlow('ctStudy') },
  {
    name: 'receive-parallel',
    title: `receive, ${PARALLEL} associations at once, CT`,
    async measure({ ours, storescp, data: { ctStudy } }, isPeerFirst) {
      const share = Math.ceil(ctStudy.files.length / PARALLEL)
      const parts = Array.from({ length: PARALLEL }, (_, part) =>
        ctStudy.files.slice(part * share, (part + 1) * share).map(({ path }) => path),
      )
      const all = () =>
        timed(() =>
          Promise.all(
            parts.map((files, part) => {
              // A message of its own for each, as far as there are recipients.
              const called = ours.calledAeTitles[part % ours.calledAeTitles.length]
              return storescu(ours, ctStudy, { env: NO_DELAY, files, ...(called && { called }) })
            }),
          ),
        )
      const [own, peer] = await both(
        isPeerFirst,
        [ours, all],
        [storescp.quick, () => storescu(storescp.quick, ctStudy, { env: NO_DELAY })],
      )
      return againstStorescp(own, peer)
    },
  },
  {
    name: 'receive-small',
    title: 'receive, 20-kB instances, TCP_NODELAY=1',
    measure: receiveQuick('smallFiles'),
  },
  {
    name: 'receive-small-defaults',
    title: "receive, 20-kB instances, Debian's defaults",
    measure: receiveSlow('smallFiles'),
  },
  {
    name: 'receive-multi-frame',
    title: 'receive, one 1-GB multi-frame object',
    async measure({ ours, storescp, data: { multiFrame } }, isPeerFirst) {
      await forgetPeak(ours.pid)
      await ours.eventLoopDelay?.()
      const [own, peer] = await both(
        isPeerFirst,
        [ours, () => storescu(ours, multiFrame, { env: NO_DELAY })],
        [storescp.quick, () => storescu(storescp.quick, multiFrame, { env: NO_DELAY })],
      )
      return {
        ...againstStorescp(own, peer),
        peakMB: (await peakBytes(ours.pid)) / 1e6,
        delayMs: (await ours.eventLoopDelay?.()) ?? Number.NaN,
      }
    },
  },
  {
    name: 'send',
    title: 'send CT to storescp',
    async measure({ storescp: { quick }, data: { ctStudy } }, isPeerFirst) {
      const [own, peer] = await both(
        isPeerFirst,
        [quick, () => ourSender(quick.plainPort, ctStudy)],
        [quick, () => storescu(quick, ctStudy, { env: NO_DELAY })],
      )
      return { ratio: peer.seconds / own.seconds, oursSeconds: own.seconds, storescuSeconds: peer.seconds }
    },
  },
  {
    name: 'tls',
    title: 'CT over mutual TLS, against our own plain figure',
    async measure({ ours, ownReceiver, storescp, identity, data: { ctStudy } }) {
      const env = NO_DELAY
      const plain = await storescu(ours, ctStudy, { env })
      await ours.emptied()
      const secured = await storescu(ours, ctStudy, { env, isSecured: true })
      await ours.emptied()
      const plainSent = await ourSender(storescp.quick.plainPort, ctStudy)
      await storescp.quick.emptied()
      const securedSent = await ourSender(storescp.tls.plainPort, ctStudy, identity)
      await storescp.tls.emptied()
      const plainBetween = await ourSender(ownReceiver.plainPort, ctStudy)
      await ownReceiver.emptied()
      const securedBetween = await ourSender(ownReceiver.tlsPort ?? 0, ctStudy, identity)
      await ownReceiver.emptied()
      const peerPlain = await storescu(storescp.quick, ctStudy, { env })
      await storescp.quick.emptied()
      const secure = { ...storescp.tls, tlsPort: storescp.tls.plainPort, sender: identity }
      const peerSecured = await storescu(secure, ctStudy, { env, isSecured: true })
      await storescp.tls.emptied()
      return {
        ratio: plain / secured,
        sendRatio: plainSent / securedSent,
        ownRatio: plainBetween / securedBetween,
        peerRatio: peerPlain / peerSecured,
        oursSeconds: secured,
        sendSeconds: securedSent,
      }
    },
  },
]
