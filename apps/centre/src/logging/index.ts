/** The log. */
export { openLogger } from './logger.ts'
