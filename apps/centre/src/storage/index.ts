export { DiskSpace } from './disk-space.ts'
export { createFolder, ifPresent, syncFolder } from './durable-folder.ts'
export { openFolderStore } from './folder-store.ts'
export type { ByteRange, OpenPackage, PackageKey, PackageStore } from './package-store.ts'
