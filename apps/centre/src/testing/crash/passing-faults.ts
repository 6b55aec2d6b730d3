/** Faults that pass, one at a time: of the database, the data folder's disk, the store. Each is told by its name. */
import { setTimeout as delay } from 'node:timers/promises'
import type { TestDatabase } from '../database.ts'
import type { FaultProxy } from '../fault-proxy.ts'
import { type ChosenFate, chosenFaults } from './chosen-crash.ts'
import type { DiskUnderCentre } from './disk-under-centre.ts'
import type { FailingStore } from './failing-store.ts'

/** Between two requests of clients that are not kept waiting, on a busy machine, pass seconds. */
const MET_WITHIN_MS = 10_000

/** @param line between the centre and the database */
export async function failDatabase(
  line: FaultProxy,
  database: TestDatabase,
  random: () => number,
): Promise<readonly string[]> {
  await delay(random() * 800)
  const chance = random()
  if (chance < 0.4) {
    line.cut()
    return ['database cut']
  }
  if (chance < 0.6) {
    await line.down(random() * 2000)
    return ['database away']
  }
  if (chance < 0.8) {
    await failOver(line, database, random() * 2000)
    return ['database failing over']
  }
  await line.slow(random() * 50, 1500)
  return ['database slow']
}

/** What was the primary is a standby for a while: who connects may only read. */
async function failOver(line: FaultProxy, { url, pool }: TestDatabase, ms: number): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  const setReadOnly = async (value: 'on' | 'off') => {
    await pool.query(
      `begin read write; alter database ${name} set default_transaction_read_only = ${value}; commit`,
    )
    line.cut()
  }
  await setReadOnly('on')
  await delay(ms)
  await setReadOnly('off')
}

/** @returns by operation and code, as many as happened */
export async function failDisk(disk: DiskUnderCentre, random: () => number): Promise<readonly string[]> {
  await disk.fail(chosenFaults(random))
  await delay(200 + random() * 1000)
  const faults = await disk.heal()
  await delay(random() * 300)
  return faults.map((fault) => `disk: ${fault.split(' ').slice(0, 2).join(' ')}`)
}

/**
 * @param signal nobody asks the store for anything any more
 * @returns one for each request that met it
 */
export async function failStore(
  store: FailingStore,
  { fate, chance }: ChosenFate,
  random: () => number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const met: string[] = []
  const isMet = Promise.withResolvers<void>()
  store.fate = () => {
    if (random() >= chance) return 'well'
    met.push(`store: ${fate}`)
    isMet.resolve()
    return fate
  }
  // What no request meets shows nothing.
  await Promise.race([isMet.promise, delay(MET_WITHIN_MS, undefined, { signal }).catch(() => undefined)])
  if (met.length > 0) await delay(200 + random() * 2000)
  store.fate = () => 'well'
  await delay(random() * 300)
  return met
}
