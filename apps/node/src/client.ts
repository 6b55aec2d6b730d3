/** What a program needs that talks to a centre as a node or a person does; small, so that a command starts at once. */
export { CentreConnection, CentreProblem, readCa, type TlsTrust } from './centre/connection.ts'
export { downloadPackage, type PackageForm, packagePath } from './centre/download.ts'
export { followEvents } from './centre/events.ts'
export { proxyOf } from './centre/proxy.ts'
export { filesBelow } from './folders/files-below.ts'
export { GrowingFile } from './growing-file.ts'
export { NodeError } from './node-error.ts'
