/** What is measured: which data, and how it travels. */
import type { Travel } from '../client/message.ts'
import type { DataSetName } from '../generator/data-set.ts'

export interface Case {
  readonly name: string
  readonly title: string
  readonly dataSet: DataSetName
  readonly travel: Travel
  /** Delivered against `cp` and SHA-256 of the same bytes, at least; undefined: shown without a goal. */
  readonly deliveredGoal?: number
}

export const CASES: readonly Case[] = [
  {
    name: 'ct-study',
    title: 'CT study, one ZIP',
    dataSet: 'ctStudy',
    travel: 'one-zip',
    deliveredGoal: 0.4,
  },
  { name: 'small-files', title: 'small files, one ZIP', dataSet: 'smallFiles', travel: 'one-zip' },
  { name: 'small-files-each', title: 'small files, each alone', dataSet: 'smallFiles', travel: 'each-file' },
  { name: 'multi-frame', title: 'multi-frame, one file', dataSet: 'multiFrame', travel: 'one-file' },
]
