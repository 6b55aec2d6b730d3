/** `epacs dicom mkdir`: a file-set (PS3.10 §8) of what lies about, as a ZIP with a DICOMDIR. */
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { NodeError } from '@epacs/node/client'
import { packFiles } from '@epacs/node/pack-files'
import { Command } from 'commander'
import { givenPaths } from '../given-paths.ts'
import { counted } from '../mailbox/counted.ts'
import { Progress, packingShown } from '../progress.ts'

interface Options {
  readonly output: string
  readonly json?: boolean
}

export function makeFileSetCommand(): Command {
  return new Command('mkdir')
    .description(
      'make a DICOM file-set of files, folders and ZIPs: a ZIP with a DICOMDIR; the images as they are',
    )
    .argument('<paths...>', 'files, folders, ZIPs, patterns; - for a list of them on the standard input')
    .requiredOption('-o, --output <file>', 'the ZIP; what is there is not replaced')
    .option('--json', 'the outcome as JSON, for programs')
    .action(async (given: readonly string[], { output, json = false }: Options) => {
      if (await isThere(output)) throw new NodeError(`${output} exists already.`)
      // Beside it: finished, it takes its name in one step.
      const folder = await mkdtemp(join(dirname(output), '.epacs-mkdir-')).catch((error: Error) => {
        throw new NodeError(`${output} cannot be written: ${error.message}`, { cause: error })
      })
      try {
        const packagePath = join(folder, 'package.zip')
        const paths = await givenPaths(given)
        const progress = new Progress(json ? 'quiet' : 'shown')
        const { package: made, files } = await packFiles(paths, {
          packagePath,
          workFolder: folder,
          onProgress: (done) => progress.show(...packingShown(done)),
        })
          .finally(() => progress.end())
          .catch((error: unknown) => {
            if (!(error instanceof Error && 'code' in error)) throw error
            throw new NodeError(`The files cannot be packed: ${error.message}`, { cause: error })
          })
        const odd = files.filter(({ outcome }) => outcome !== 'accepted')
        for (const { path, outcome, code, detail } of odd) {
          if (!json) console.error(`${path}: ${outcome}, ${code ?? 'no reason'}. ${detail ?? ''}`)
        }
        if (made === null) throw new NodeError('There was no image among them.')
        await rename(packagePath, output)
        const { instances, sizeBytes, sha256 } = made
        process.stdout.write(
          json
            ? `${JSON.stringify({ path: output, instances, sizeBytes, sha256, files: odd })}\n`
            : `${output}: ${counted(instances, 'image')}\n`,
        )
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
