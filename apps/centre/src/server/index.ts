/** HTTP: the two entrances. */
export { type OpenEntrance, openEntrance } from './entrance.ts'
export { openMetrics } from './metrics.ts'
export { StartError } from './start-error.ts'
