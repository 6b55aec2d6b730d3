/** Studies that the benchmarks' generator makes, kept beside theirs. */
import { join } from 'node:path'
import { type DataSet, FULL_SIZES, keepDataSet } from '@epacs/bench/generator'
import { repository } from './network.ts'

const CACHE = join(repository, 'bench/.cache/data')
const SEED = 1

/** 20,000 small MR slices in a hundred series. */
export async function archive(): Promise<DataSet> {
  return await keepDataSet(CACHE, 'archive', { seed: SEED, sizes: FULL_SIZES })
}

/** A CT of 512 by 512 pixels in three series. */
export async function ctOf(instances: number): Promise<DataSet> {
  const ctStudy = { ...FULL_SIZES.ctStudy, instances }
  return await keepDataSet(CACHE, 'ctStudy', { seed: SEED, sizes: { ...FULL_SIZES, ctStudy } })
}
