/** Processes by their parent (proc(5)): those of a database belong to its first one. */
import { readdir, readFile } from 'node:fs/promises'

export async function childrenOf(parent: number): Promise<readonly number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // It may end meanwhile.
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
    if (Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) === parent) found.push(Number(name))
  }
  return found
}
