/** A stored package under another key, through a work folder. */
import { join } from 'node:path'
import type { PackageKey, PackageStore } from './package-store.ts'

/** False when there is no such package (any more). */
export async function copyByBringing(
  store: PackageStore,
  from: PackageKey,
  to: PackageKey,
): Promise<boolean> {
  const folder = await store.createWorkFolder(to.messageId)
  try {
    const files = { packagePath: join(folder, 'package.zip'), indexPath: join(folder, 'index') }
    if (!(await store.bring(from, files))) return false
    await store.put(to, files)
    return true
  } finally {
    await store.removeWorkFolder(folder)
  }
}
