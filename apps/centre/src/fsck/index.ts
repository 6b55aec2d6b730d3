/** Database against store against digests: what a command looks for, beside the running centre or without it. */
export { FINDING_KINDS, type Finding, type FsckOptions, type FsckResult, runFsck } from './fsck.ts'
