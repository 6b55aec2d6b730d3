/** `epacs get`: the images of messages as ZIPs with a DICOMDIR, on request as media carry them (IHE XDM). */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { NodeError, type PackageForm } from '@epacs/node/client'
import { Command, Option } from 'commander'
import { Progress } from '../progress.ts'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { counted } from './counted.ts'
import { fetchPackage, packagePathIn } from './fetch-package.ts'
import { fetchWithProof } from './fetch-proof.ts'
import { messageDetail } from './messages.ts'
import { writePackage } from './write-package.ts'

interface Options extends AccessOptions {
  readonly output?: string
  readonly force?: boolean
  readonly form?: PackageForm
  readonly proof?: boolean
  readonly json?: boolean
}

export function getCommand(): Command {
  return withAccess(
    new Command('get')
      .description('download messages: each is a ZIP that is a DICOM file-set; a cut download goes on')
      .argument('<messages...>', 'their ids'),
  )
    .option(
      '-o, --output <path>',
      'a folder, or for one message the name of the file; - for the standard output',
    )
    .addOption(
      new Option('--form <form>', 'xdm: with INDEX.HTM, README.TXT and IHE_XDM, for discs and other systems')
        .choices(['file-set', 'xdm'])
        .default('file-set'),
    )
    .option('--proof', 'also NAME.manifest and NAME.receipts.json, for epacs verify')
    .option('--force', 'replace a file that is there')
    .option('--json', 'what was downloaded as JSON, one line each, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(get)
}

async function get(ids: readonly string[], options: Options): Promise<void> {
  const { output, force = false, proof = false, json = false, form = 'file-set' } = options
  const progress = new Progress(json ? 'quiet' : 'shown')
  if (output === '-') return await toOutput(ids, { ...options, form, json }, progress)
  const isFolder = output === undefined || (await isFolderAt(output))
  if (!isFolder && ids.length > 1) {
    throw new NodeError(`${output} is no folder: several messages cannot be one file.`)
  }
  await atCentre(options, async (connection) => {
    for (const each of ids) {
      const { id, sizeBytes, instances } = await messageDetail(connection, each)
      const path = isFolder ? packagePathIn(output ?? '.', id, form) : join(output)
      const fetching = { id, sizeBytes, form, path, isReplacing: force, progress }
      const take = async () => await fetchPackage(connection, fetching)
      if (proof) await fetchWithProof(connection, fetching, take)
      else await take()
      process.stdout.write(
        json
          ? `${JSON.stringify({ message: id, path, instances })}\n`
          : `${path}: ${counted(instances, 'image')}\n`,
      )
    }
  })
}

/** What is told of it goes where errors go: the output is the ZIP alone. */
async function toOutput(
  [id, ...others]: readonly string[],
  { form, json, ...options }: Options & { readonly form: PackageForm },
  progress: Progress,
): Promise<void> {
  if (id === undefined || others.length > 0) {
    throw new NodeError('The standard output takes one message: several ZIPs cannot be one.')
  }
  if (options.proof)
    throw new NodeError('--proof makes files beside the ZIP: --output names a file or a folder.')
  if (process.stdout.isTTY) {
    throw new NodeError('A ZIP is nothing for a terminal: --output FILE, or `| program` behind the command.')
  }
  await atCentre(options, async (connection) => {
    const { instances } = await messageDetail(connection, id)
    await writePackage(connection, { id, form, progress })
    console.error(json ? JSON.stringify({ message: id, path: '-', instances }) : counted(instances, 'image'))
  })
}

async function isFolderAt(path: string): Promise<boolean> {
  return (
    /[/\\]$/.test(path) ||
    (await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    ))
  )
}
