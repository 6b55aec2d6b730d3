/** From received bytes to a checked package. */
export { CONTAINER_CODES, type ContainerCode } from './container-refusal.ts'
export type {
  FileOutcome,
  IntakeDocument,
  IntakeOptions,
  IntakeProgress,
  IntakeResult,
  IntakeSource,
  Outcome,
  StudyOutcome,
} from './intake-result.ts'
export { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts'
export { CountedKinds } from './looking/passport/counted-kinds.ts'
export { OUTCOME_CODES, type OutcomeCode } from './outcome-codes.ts'
export { keptOutcome } from './outcomes/kept-remark.ts'
export { takeIn } from './take-in.ts'
