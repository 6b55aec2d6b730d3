/** What C-FIND and QIDO-RS search by. */
export { isMatch, isUniversal, NAMES_IN_ANY_CASE } from './matching.ts'
