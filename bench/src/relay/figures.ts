/** From rounds to figures, with the goals that they are held to. */
import type { CaseFigures, Figure } from '../reporting/figures.ts'
import { spreadOf } from '../reporting/spread.ts'
import type { RelayCase, RelayValues } from './cases.ts'

const SHOWN: Readonly<Record<string, { readonly what: string; readonly unit: Figure['unit'] }>> = {
  orthancRatio: { what: "ours / Orthanc's chain", unit: 'ratio' },
  plainRatio: { what: 'ours / storescu to storescp', unit: 'ratio' },
  firstMs: { what: "first image there since the association's end", unit: 'ms' },
  firstSinceStoredMs: { what: 'first image there since the first success', unit: 'ms' },
  oursSeconds: { what: 'ours', unit: 's' },
  sendSeconds: { what: 'ours, until the sender is done', unit: 's' },
  orthancSeconds: { what: 'Orthanc forwarding', unit: 's' },
  plainSeconds: { what: 'storescu to storescp', unit: 's' },
  nodeACpu: { what: 'node A, processor time', unit: 's' },
  centreCpu: { what: 'centre, processor time', unit: 's' },
  nodeBCpu: { what: 'node B, processor time', unit: 's' },
}

const GOALS: Readonly<Record<string, Readonly<Record<string, Omit<Bound, 'isReached'>>>>> = {
  defaults: { orthancRatio: { bound: 'at-least', value: 10 } },
  'no-delay': { plainRatio: { bound: 'at-least', value: 0.4 } },
  'one-image': { firstMs: { bound: 'below', value: 300 } },
}

type Bound = NonNullable<Figure['goal']>

export function relayFigures(
  { name, title }: RelayCase,
  data: { readonly files: number; readonly sizeBytes: number },
  rounds: readonly RelayValues[],
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
