/** The communication node: enrolled once, then run; looked at and examined from a terminal. */
export { readNodeConfig } from './config/read-config.ts'
export { examine, type Finding } from './doctor/doctor.ts'
export { enrolNode } from './enrolment/enrol.ts'
export { NodeError } from './node-error.ts'
export { askNode } from './page/ask.ts'
export type { NodeState } from './page/state.ts'
export { runNode } from './run.ts'
