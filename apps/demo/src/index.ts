/** What scripts and tests around a running demo may count on. */
export { type AccessFile, accessFile } from './access/schema.ts'
