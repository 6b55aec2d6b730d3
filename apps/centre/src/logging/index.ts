/** The log. */
export { describeError, openLogger } from './logger.ts'
