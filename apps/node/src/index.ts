/** The communication node: enrolled once, then run; looked at and examined from a terminal. */
export { readNodeConfig, readRules } from './config/read-config.ts'
export type { NodeConfig } from './config/schema.ts'
export { type ConformanceResult, examineCentre } from './conformance/conformance.ts'
export {
  examineNode,
  type NodeConformance,
  type NodeExaminationStep,
} from './conformance/of-node/examine-node.ts'
export { examine, type Finding } from './doctor/doctor.ts'
export { type EncryptedFolder, encryptFolder } from './encryption/encrypt-folder.ts'
export { rotateOwnKeys } from './end-to-end/own-keys.ts'
export { enrolNode } from './enrolment/enrol.ts'
export { readIdentity } from './enrolment/identity-file.ts'
export { askNode, judgeIdentity, reloadNode } from './page/ask.ts'
export { participantsCsv } from './page/participants-csv.ts'
export type { NodeState } from './page/state.ts'
export { type Foreseen, foresee } from './rules/dry-run.ts'
export { rulesForFiles } from './rules/rules-for-files.ts'
export { runNode } from './run.ts'
