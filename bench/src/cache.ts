/** Where data sets are kept and runs have their folders: beside the code, unless EPACS_BENCH_CACHE names another place. */
import { fileURLToPath } from 'node:url'

export const CACHE = process.env.EPACS_BENCH_CACHE ?? fileURLToPath(new URL('../.cache', import.meta.url))
