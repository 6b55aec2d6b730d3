/** The communication node: enrolled once, then run; looked at and examined from a terminal. */
export { hashedPassword } from '@epacs/dicom/network'
export { CentreConnection, CentreProblem, readCa, type TlsTrust } from './centre/connection.ts'
export { downloadPackage } from './centre/download.ts'
export { followEvents } from './centre/events.ts'
export { proxyOf } from './centre/proxy.ts'
export { readNodeConfig, readRules } from './config/read-config.ts'
export type { NodeConfig } from './config/schema.ts'
export { type ConformanceResult, examineCentre } from './conformance/conformance.ts'
export {
  examineNode,
  type NodeConformance,
  type NodeExaminationStep,
} from './conformance/of-node/examine-node.ts'
export { type DirectlySent, type DirectSending, sendDirectly } from './direct-sending.ts'
export { examine, type Finding } from './doctor/doctor.ts'
export { enrolNode } from './enrolment/enrol.ts'
export { readIdentity } from './enrolment/identity-file.ts'
export { filesBelow } from './folders/files-below.ts'
export { packFiles } from './folders/pack-files.ts'
export { GrowingFile } from './growing-file.ts'
export { NodeError } from './node-error.ts'
export { askNode, reloadNode } from './page/ask.ts'
export { participantsCsv } from './page/participants-csv.ts'
export type { NodeState } from './page/state.ts'
export { type Foreseen, foresee } from './rules/dry-run.ts'
export { rulesForFiles } from './rules/rules-for-files.ts'
export { runNode } from './run.ts'
