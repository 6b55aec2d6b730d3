/** Processor time of a process and its children (proc(5)): those of a database belong to its first one. */
import { readdir, readFile } from 'node:fs/promises'
import { processorSecondsIn } from './centre-process.ts'

/** What children took that have ended is counted with their parent. */
export async function familySeconds(parent: number): Promise<number> {
  let seconds = 0
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // It may end meanwhile.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const { own, ofEnded, parent: its } = processorSecondsIn(stat)
    if (Number(name) === parent) seconds += own + ofEnded
    else if (its === parent) seconds += own
  }
  return seconds
}
