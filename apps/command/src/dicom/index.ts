/** `epacs dicom …`: what is done with DICOM files and a PACS without a centre. */
import { Command } from 'commander'
import { dumpCommand } from './dump.ts'
import { echoCommand } from './echo.ts'
import { makeFileSetCommand } from './make-file-set.ts'
import { storeCommand } from './store.ts'

export function dicomCommand(): Command {
  return new Command('dicom')
    .description('DICOM files and a PACS, without a centre: dump, mkdir, echo, store')
    .addCommand(dumpCommand())
    .addCommand(makeFileSetCommand())
    .addCommand(echoCommand())
    .addCommand(storeCommand())
}
