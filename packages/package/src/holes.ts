/** Closing the gaps that dropped instances leave: what follows moves down, in runs as long as possible. */
import type { AppendFile } from './append-file.ts'
import { ENTRY_NAME_LENGTH } from './file-id.ts'
import type { InstanceTable } from './instance-table.ts'
import { localHeaderBytes } from './zip/zip-records.ts'

/** Instances keep their order. The file ends behind the last one afterwards. */
export async function closeHoles(file: AppendFile, instances: InstanceTable): Promise<void> {
  let end = 0
  let run = { from: 0, to: 0, length: 0 }
  const moveRun = async () => {
    if (run.from !== run.to) await file.moveDown(run.from, run.to, run.length)
  }
  for (const instance of instances.kept()) {
    const { headerOffset, sizeBytes, hasZip64Header } = instances.row(instance)
    const length = localHeaderBytes(ENTRY_NAME_LENGTH, hasZip64Header) + sizeBytes
    if (headerOffset === run.from + run.length) {
      run.length += length
    } else {
      await moveRun()
      run = { from: headerOffset, to: end, length }
    }
    instances.move(instance, end)
    end += length
  }
  await moveRun()
  await file.truncate(end)
}
