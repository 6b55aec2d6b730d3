/** The communication node: enrolled once, then run; looked at and examined from a terminal. */
export { parseNodeConfig, readNodeConfig } from './config/read-config.ts'
export { enrolNode } from './enrolment/enrol.ts'
export { NodeError } from './node-error.ts'
export { runNode } from './run.ts'
