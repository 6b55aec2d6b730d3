/** Studies that the benchmarks' generator makes, kept beside theirs. */
import { join } from 'node:path'
import { type DataSet, FULL_SIZES, keepDataSet } from '@epacs/bench/generator'
import { repository } from './network.ts'

export type { DataSet }

const CACHE = join(repository, 'bench/.cache/data')
const SEED = 1

/** 20,000 small MR slices in a hundred series. */
export async function archive(): Promise<DataSet> {
  return await keepDataSet(CACHE, 'archive', { seed: SEED, sizes: FULL_SIZES })
}

/** CT slices of 512 × 512, a third of them in each of three series. */
export async function slicesOfCt(instances: number): Promise<DataSet> {
  const sizes = { ...FULL_SIZES, ctStudy: { ...FULL_SIZES.ctStudy, instances } }
  return await keepDataSet(CACHE, 'ctStudy', { seed: SEED, sizes })
}
