/** What is measured of the relay: the whole way from one PACS to another, ours beside others, in one round. */
import { NO_DELAY, type Receiver } from '../dimse/processes.ts'
import type { DataSet } from '../generator/data-set.ts'
import { cpuSeconds } from '../network/centre-process.ts'
import { FolderArrivals } from './arrivals.ts'
import type { Relay } from './relay-network.ts'
import { type Called, storescu } from './send.ts'

export interface Chains {
  readonly relay: Relay
  readonly orthanc: Called
  readonly orthancEmptied: () => Promise<void>
  /** Behind node B and behind Orthanc, with the folder of what came. */
  readonly farPacs: FarPacs
  readonly farOfOrthanc: FarPacs
  /** Called directly: Debian's defaults, and TCP_NODELAY=1. */
  readonly plain: FarPacs
  readonly quick: FarPacs
  readonly study: DataSet
  readonly instances: number
}

export interface FarPacs {
  readonly receiver: Receiver
  readonly folder: string
}

export type RelayValues = Readonly<Record<string, number>>

export interface RelayCase {
  readonly name: string
  readonly title: string
  readonly measure: (chains: Chains, isPeerFirst: boolean) => Promise<RelayValues>
}

const WITHIN_MS = 15 * 60_000

interface Passed {
  /** From the start of the sender to the last instance at the far side. */
  readonly seconds: number
  /** Until the first instance was there: since the association's end, and since the first success was answered. */
  readonly firstMs: number
  readonly firstSinceStoredMs: number
  readonly sendSeconds: number
}

async function pass(
  called: Called,
  { folder, receiver }: FarPacs,
  { study, instances }: Chains,
  env: Readonly<Record<string, string>>,
): Promise<Passed> {
  const arrivals = new FolderArrivals(folder, instances)
  const coming = arrivals.all(WITHIN_MS)
  // Whoever fails first says why.
  coming.catch(() => undefined)
  try {
    const { beganMs, firstStoredMs, endedMs } = await storescu(called, study, instances, env)
    const { firstMs, lastMs } = await coming
    return {
      seconds: (Math.max(lastMs, endedMs) - beganMs) / 1000,
      firstMs: firstMs - endedMs,
      firstSinceStoredMs: firstMs - firstStoredMs,
      sendSeconds: (endedMs - beganMs) / 1000,
    }
  } finally {
    arrivals.close()
    await receiver.emptied()
  }
}

interface OwnPassed extends Passed {
  /** Processor time of each process of ours, until the last instance is at the far side. */
  readonly cpu: Readonly<Record<'nodeACpu' | 'centreCpu' | 'nodeBCpu', number>>
}

async function ours(chains: Chains, env: Readonly<Record<string, string>>): Promise<OwnPassed> {
  const { nodeA, centre, nodeB } = chains.relay.pids
  const spent = async () => await Promise.all([nodeA, centre, nodeB].map(cpuSeconds))
  const before = await spent()
  const passed = await pass(chains.relay.sender, chains.farPacs, chains, env)
  const [nodeACpu = 0, centreCpu = 0, nodeBCpu = 0] = (await spent()).map(
    (seconds, index) => seconds - (before[index] ?? 0),
  )
  await chains.relay.emptied()
  return { ...passed, cpu: { nodeACpu, centreCpu, nodeBCpu } }
}

async function orthancs(chains: Chains, env: Readonly<Record<string, string>>): Promise<Passed> {
  const passed = await pass(chains.orthanc, chains.farOfOrthanc, chains, env)
  await chains.orthancEmptied()
  return passed
}

async function direct(chains: Chains, to: FarPacs, env: Readonly<Record<string, string>>): Promise<Passed> {
  const { plainPort: port } = to.receiver
  return await pass({ port, callingAeTitle: 'SENDER', calledAeTitle: 'PEER' }, to, chains, env)
}

export const RELAY_CASES: readonly RelayCase[] = [
  {
    name: 'defaults',
    title: "PACS to PACS, senders' default sockets",
    async measure(chains, isPeerFirst) {
      const before = isPeerFirst ? await orthancs(chains, {}) : undefined
      const own = await ours(chains, {})
      const peer = before ?? (await orthancs(chains, {}))
      const plain = await direct(chains, chains.plain, {})
      return {
        orthancRatio: peer.seconds / own.seconds,
        plainRatio: plain.seconds / own.seconds,
        firstMs: own.firstMs,
        firstSinceStoredMs: own.firstSinceStoredMs,
        oursSeconds: own.seconds,
        sendSeconds: own.sendSeconds,
        orthancSeconds: peer.seconds,
        plainSeconds: plain.seconds,
        ...own.cpu,
      }
    },
  },
  {
    name: 'no-delay',
    title: 'PACS to PACS, TCP_NODELAY=1',
    async measure(chains, isPeerFirst) {
      const before = isPeerFirst ? await direct(chains, chains.quick, NO_DELAY) : undefined
      const own = await ours(chains, NO_DELAY)
      const plain = before ?? (await direct(chains, chains.quick, NO_DELAY))
      const peer = await orthancs(chains, NO_DELAY)
      return {
        plainRatio: plain.seconds / own.seconds,
        orthancRatio: peer.seconds / own.seconds,
        firstMs: own.firstMs,
        firstSinceStoredMs: own.firstSinceStoredMs,
        oursSeconds: own.seconds,
        sendSeconds: own.sendSeconds,
        orthancSeconds: peer.seconds,
        plainSeconds: plain.seconds,
        ...own.cpu,
      }
    },
  },
  {
    name: 'one-image',
    title: 'one image from PACS to PACS, TCP_NODELAY=1',
    async measure(all) {
      const chains = { ...all, instances: 1 }
      const own = await ours(chains, NO_DELAY)
      const plain = await direct(chains, chains.quick, NO_DELAY)
      return {
        firstMs: own.firstMs,
        firstSinceStoredMs: own.firstSinceStoredMs,
        oursSeconds: own.seconds,
        plainSeconds: plain.seconds,
        ...own.cpu,
      }
    },
  },
]
