/** What others start the centre with, and what commands do with its records. */
export type { BootstrapFile } from './bootstrap/index.ts'
export type { Config, ConfigFile } from './config/index.ts'
export { isToldInWords, openRecords } from './records.ts'
export { type BadRow, importRegister, UnreadableRegisterError } from './registry/index.ts'

/**
 * To be given to Node.js before the centre's file. V8 lets its space for young objects grow to 128 MB on large
 * machines, and what passes through a server of files is young and soon dead: with 2 × 8 MB a burst of 5,000 small uploads
 * peaks at 250 MB of memory instead of 450, and costs no more time. Who receives images asks V8 by `gc` to look through
 * them often.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=8', '--expose-gc']
