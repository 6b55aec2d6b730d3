/** HTTP: the two entrances. */
export { type OpenEntrance, openEntrance } from './entrance.ts'
export { openMetrics } from './metrics.ts'
export { asStartError, StartError } from './start-error.ts'
export { readTls } from './tls.ts'
export { openWatchEntrance } from './watch-entrance.ts'
