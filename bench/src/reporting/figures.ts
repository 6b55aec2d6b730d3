/** From rounds to figures: ratios with their goals first, then what they are made of. */
import type { Case } from '../cases/cases.ts'
import type { Round } from '../cases/round.ts'
import type { DataSet } from '../generator/data-set.ts'
import { type Spread, spreadOf } from './spread.ts'

export type Unit = 'ratio' | 'MB/s' | 'ms' | 's' | 'MB'

export interface Goal {
  readonly bound: 'at-least' | 'below'
  readonly value: number
  /** Of the median. */
  readonly isReached: boolean
}

export interface Figure {
  readonly what: string
  readonly unit: Unit
  readonly spread: Spread
  readonly goal?: Goal
}

export interface CaseFigures {
  readonly name: string
  readonly title: string
  readonly files: number
  readonly sizeBytes: number
  /** By names that stay. */
  readonly figures: Readonly<Record<string, Figure>>
}

/** Ratios hold on any machine because both sides are measured in one run; the others on two cores and more. */
const DOWNLOAD_GOAL = 0.8
const FIRST_BYTE_GOAL_MS = 50
const MEMORY_GOAL_MB = 350

const MEGABYTE = 1e6

export function figuresOf(measured: Case, dataSet: DataSet, rounds: readonly Round[]): CaseFigures {
  const { sizeBytes, files } = dataSet
  const of = (value: (round: Round) => number) => spreadOf(rounds.map(value))
  const rate = (what: string, seconds: (round: Round) => number): Figure => ({
    what,
    unit: 'MB/s',
    spread: of((round) => sizeBytes / MEGABYTE / seconds(round)),
  })
  const delivered = of(({ sending, copyAndHash }) => toolSeconds(copyAndHash) / sending.deliveredSeconds)
  const download = of((round) => round.plainDownloadSeconds / round.downloadSeconds)
  const firstByte = spreadOf(rounds.flatMap((round) => round.firstByteMs))
  const memory = of((round) => round.peakBytes / MEGABYTE)
  const figures: Record<string, Figure> = {
    deliveredRatio: {
      what: 'delivered / cp + fsync + sha256sum',
      unit: 'ratio',
      spread: delivered,
      ...(measured.deliveredGoal && { goal: atLeast(delivered, measured.deliveredGoal) }),
    },
    deliveredRatioNodeHash: {
      what: "delivered / cp + fsync + Node's SHA-256",
      unit: 'ratio',
      spread: of(({ sending, copyAndHash }) => nodeSeconds(copyAndHash) / sending.deliveredSeconds),
    },
    downloadRatio: {
      what: 'download / plain HTTPS file serving',
      unit: 'ratio',
      spread: download,
      goal: atLeast(download, DOWNLOAD_GOAL),
    },
    firstByteMs: {
      what: 'first byte of a download',
      unit: 'ms',
      spread: firstByte,
      goal: below(firstByte, FIRST_BYTE_GOAL_MS),
    },
    memoryMB: {
      what: 'peak memory of the centre',
      unit: 'MB',
      spread: memory,
      goal: below(memory, MEMORY_GOAL_MB),
    },
    uploadRate: rate('upload', ({ sending }) => sending.uploadSeconds),
    deliveredRate: rate('upload to delivered', ({ sending }) => sending.deliveredSeconds),
    toolRate: rate('cp + fsync + sha256sum', ({ copyAndHash }) => toolSeconds(copyAndHash)),
    toolRateNodeHash: rate("cp + fsync + Node's SHA-256", ({ copyAndHash }) => nodeSeconds(copyAndHash)),
    downloadRate: rate('download', (round) => round.downloadSeconds),
    plainDownloadRate: rate('plain HTTPS file serving', (round) => round.plainDownloadSeconds),
    plainFirstByteMs: {
      what: 'first byte from the plain server',
      unit: 'ms',
      spread: spreadOf(rounds.flatMap((round) => round.plainFirstByteMs)),
    },
    resumedMs: {
      what: 'first byte of a resumed download',
      unit: 'ms',
      spread: of((round) => round.resumedMs),
    },
    receivingCpuSeconds: {
      what: 'processor time of the centre, receiving',
      unit: 's',
      spread: of((round) => round.receivingCpuSeconds),
    },
    servingCpuSeconds: {
      what: 'processor time of the centre, one download',
      unit: 's',
      spread: of((round) => round.servingCpuSeconds),
    },
    ...delayFigure('receivingDelayMs', 'event loop delay p99, receiving', rounds),
    ...delayFigure('servingDelayMs', 'event loop delay p99, serving', rounds),
  }
  return { name: measured.name, title: measured.title, files: files.length, sizeBytes, figures }
}

function toolSeconds({ copySeconds, syncSeconds, sha256sumSeconds }: Round['copyAndHash']): number {
  return copySeconds + syncSeconds + sha256sumSeconds
}

function nodeSeconds({ copySeconds, syncSeconds, nodeSha256Seconds }: Round['copyAndHash']): number {
  return copySeconds + syncSeconds + nodeSha256Seconds
}

function delayFigure(
  name: 'receivingDelayMs' | 'servingDelayMs',
  what: string,
  rounds: readonly Round[],
): Record<string, Figure> {
  const values = rounds.map((round) => round[name]).filter((value) => value !== undefined)
  return values.length === 0 ? {} : { [name]: { what, unit: 'ms', spread: spreadOf(values) } }
}

function atLeast({ median }: Spread, value: number): Goal {
  return { bound: 'at-least', value, isReached: median >= value }
}

function below({ median }: Spread, value: number): Goal {
  return { bound: 'below', value, isReached: median < value }
}
