/** Ports that nobody listens at now, and that no other test gets. */
export { freePort, freePorts } from '../../../../packages/dicom/src/network/testing/free-ports.ts'
