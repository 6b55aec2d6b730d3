/** `epacs fsck`: the centre's records, packages and digests against each other. */
import { type Finding, openForMaintenance, runFsck } from '@epacs/centre'
import { Command } from 'commander'
import { counted } from './mailbox/counted.ts'
import { Progress } from './progress.ts'

interface Options {
  readonly config: string
  readonly repair?: boolean
  readonly quick?: boolean
  readonly json?: boolean
}

export function fsckCommand(): Command {
  return new Command('fsck')
    .description(
      "check the centre's records, packages and digests against each other; a running centre may go on",
    )
    .requiredOption('-c, --config <file>', "the centre's configuration", process.env.EPACS_CONFIG)
    .option('--repair', 'repair what can be repaired without losing anything')
    .option('--quick', 'whether packages are there, and how large, without reading them')
    .option('--json', 'the outcome as JSON, for programs')
    .addHelpText(
      'after',
      '\nThe configuration may also be named by EPACS_CONFIG.\nExit codes: 0 all is well, or was repaired; 1 not so; 2 called wrongly.',
    )
    .action(fsck)
}

async function fsck({ config, repair = false, quick = false, json = false }: Options): Promise<void> {
  const centre = await openForMaintenance(config)
  const progress = new Progress(json ? 'quiet' : 'shown')
  try {
    const result = await runFsck(centre, {
      repair,
      quick,
      onProgress: (packages, of) =>
        progress.show(packages / Math.max(of, 1), `${packages} of ${of} packages`),
    })
    progress.end()
    const left = result.findings.filter(({ isRepaired }) => !isRepaired)
    if (left.length > 0) process.exitCode = 1
    if (json) {
      process.stdout.write(`${JSON.stringify({ ok: left.length === 0, ...result })}\n`)
      return
    }
    for (const finding of result.findings) console.error(sentence(finding))
    const { packages, bytesRead, auditEvents, findings } = result
    process.stdout.write(
      `${counted(packages, 'package')} (${quick ? 'not read' : `${bytesRead} bytes read`}), ${counted(auditEvents, 'audit event')}: ${counted(findings.length, 'finding')}, ${findings.length - left.length} repaired\n`,
    )
  } finally {
    progress.end()
    await centre.close()
  }
}

const SENTENCES: Readonly<Record<Finding['kind'], string>> = {
  'package-missing': 'its package is not in the store: restore it from a backup',
  'package-changed': 'its package is not as it was written: restore it from a backup',
  'package-unreadable':
    'the disk does not give its package out: look after the disk, restore it from a backup',
  'index-missing': "its package's index is not in the store: restore it from a backup",
  'index-damaged': "its package's index does not fit the package: restore it from a backup",
  'size-differs': 'its package is not as large as it was: run fsck without --quick',
  'orphan-package': 'a package that its message does not name',
  'unknown-package':
    'a package of a message that the records do not know: is it the right database, and not an older one?',
  'half-delivered': 'some of its mailboxes have it and some have not',
  'stuck-message': 'it waits to be checked, and no job does it: start the centre',
  'mailbox-miscounted': 'the mailbox is said to hold more or less than it does',
  'manifest-missing': 'its manifest is not signed yet: the scrub signs it when it reads the package',
  'audit-chain-broken': 'the audit trail is not as it was written after this event',
  'spool-damaged':
    "images that were received by DICOM, set aside since their journal was damaged: the centre's log tells when; have them sent again, then remove this file and the journal beside it",
}

function sentence({ kind, of, isRepaired }: Finding): string {
  return `${of}: ${kind}: ${SENTENCES[kind]}${isRepaired ? ' (repaired)' : ''}`
}
