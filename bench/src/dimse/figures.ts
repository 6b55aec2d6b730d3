/** From rounds to figures, with the goals that they are held to. */
import type { CaseFigures, Figure } from '../reporting/figures.ts'
import { spreadOf } from '../reporting/spread.ts'
import type { RoundValues } from './cases.ts'

interface Shown {
  readonly what: string
  readonly unit: Figure['unit']
}

const SHOWN: Readonly<Record<string, Shown>> = {
  ratio: { what: 'ours / peer', unit: 'ratio' },
  orthancRatio: { what: 'ours / Orthanc', unit: 'ratio' },
  sendRatio: { what: 'sent over TLS / plain', unit: 'ratio' },
  ownRatio: { what: 'our sender to our receiver over TLS / plain', unit: 'ratio' },
  peerRatio: { what: 'storescu to storescp over TLS / plain', unit: 'ratio' },
  peakMB: { what: 'peak memory of our process', unit: 'MB' },
  delayMs: { what: 'event loop delay p99', unit: 'ms' },
  oursSeconds: { what: 'ours', unit: 's' },
  sendSeconds: { what: 'ours, sending', unit: 's' },
  storescpSeconds: { what: 'storescp', unit: 's' },
  storescuSeconds: { what: 'storescu', unit: 's' },
  oursCpu: { what: 'ours, processor time', unit: 's' },
  storescpCpu: { what: 'storescp, processor time', unit: 's' },
  orthancSeconds: { what: 'Orthanc', unit: 's' },
}

interface Bound {
  readonly bound: 'at-least' | 'below'
  readonly value: number
}

const atLeast = (value: number): Bound => ({ bound: 'at-least', value })
const below = (value: number): Bound => ({ bound: 'below', value })

const GOALS: Readonly<Record<string, Readonly<Record<string, Bound>>>> = {
  'receive-ct': { ratio: atLeast(0.9) },
  'receive-ct-defaults': { ratio: atLeast(8), orthancRatio: atLeast(8) },
  'receive-parallel': { ratio: atLeast(1.5) },
  'receive-small': { ratio: atLeast(0.8) },
  'receive-small-defaults': { ratio: atLeast(8) },
  'receive-multi-frame': { ratio: atLeast(0.9), peakMB: below(200), delayMs: below(50) },
  send: { ratio: atLeast(1) },
  tls: { ratio: atLeast(0.7), sendRatio: atLeast(0.7), ownRatio: atLeast(0.7) },
}

export function dimseFigures(
  { name, title }: { readonly name: string; readonly title: string },
  data: { readonly files: number; readonly sizeBytes: number },
  rounds: readonly RoundValues[],
): CaseFigures {
  const figures: Record<string, Figure> = {}
  for (const [key, shown] of Object.entries(SHOWN)) {
    const values = rounds.map((round) => round[key]).filter((value) => value !== undefined)
    if (values.length === 0) continue
    const spread = spreadOf(values)
    const goal = GOALS[name]?.[key]
    const isReached =
      goal?.bound === 'at-least' ? spread.median >= goal.value : spread.median < (goal?.value ?? 0)
    figures[key] = { ...shown, spread, ...(goal && { goal: { ...goal, isReached } }) }
  }
  return { name, title, files: data.files, sizeBytes: data.sizeBytes, figures }
}
