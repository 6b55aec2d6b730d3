/** The package of a sending: the one that was made before a process died, or the same once more. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { InstanceHeader } from '@epacs/dicom'
import { CountedKinds, type IntakeOptions } from '@epacs/intake'
import type { RuleConfig } from '../config/schema.ts'
import { ifPresent } from '../durable-file.ts'
import { packFiles } from '../folders/pack-files.ts'
import { NodeError } from '../node-error.ts'
import { FileRules, leftOutInWords } from '../rules/rules-for-files.ts'
import { declared } from '../sending/declared.ts'
import type { KeptSending, Packed } from './unfinished.ts'

export interface Packing {
  readonly paths: readonly string[]
  readonly workFolder: string
  readonly rules: readonly RuleConfig[]
  /** AE title of the recipient, which rules may name. */
  readonly called: string
  /** `FilesDigests.touched` */
  readonly touched: string
  readonly onPacking: () => void
  readonly onPacked?: IntakeOptions['onProgress']
}

export interface MadePackage {
  readonly path: string
  readonly packed: Packed
  /** Not byte by byte what was made and uploaded before: the upload begins anew. */
  readonly isOther: boolean
}

/** @throws NodeError: the files cannot be read, or nothing in them can be sent */
export async function madePackage(kept: KeptSending, packing: Packing): Promise<MadePackage> {
  const { packageFolder: before, packed: earlier, uploadPath, touched } = kept.record
  // Nobody knows what kinds of images one of an earlier version holds.
  const isKnown = earlier !== null && earlier.kinds.length > 0
  if (before !== null && isKnown && touched === packing.touched) {
    const path = packagePathIn(before)
    if (await isWhole(path, earlier)) return { path, packed: earlier, isOther: false }
  }
  packing.onPacking()
  if (before !== null) await rm(before, { recursive: true, force: true })
  // Its name is new and its mode 0700: nobody else can have put anything there.
  const folder = await mkdtemp(join(packing.workFolder, 'epacs-send-')).catch((error: Error) => {
    throw new NodeError(`No folder can be made in ${packing.workFolder}: ${error.message}`, { cause: error })
  })
  await kept.note({ packageFolder: folder })
  const packed = await pack(folder, packing)
  const made = { packed, touched: packing.touched }
  const isOther = earlier !== null && earlier.sha256 !== packed.sha256
  // At once: an upload of the one and a description of the other never stand beside each other.
  await (isOther ? kept.beginAnew(made) : kept.note(made))
  return { path: packagePathIn(folder), packed, isOther: isOther && uploadPath !== null }
}

function packagePathIn(folder: string): string {
  return join(folder, 'package.zip')
}

async function isWhole(path: string, { sha256, sizeBytes }: Packed): Promise<boolean> {
  if ((await ifPresent(stat(path)))?.size !== sizeBytes) return false
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === sha256
}

async function pack(folder: string, { paths, rules, called, onPacked }: Packing): Promise<Packed> {
  const fileRules = new FileRules(rules, called)
  const kinds = new CountedKinds()
  const leaveOut = (header: InstanceHeader) => {
    const left = fileRules.leaveOut(header)
    if (left === undefined) kinds.add(header)
    return left && leftOutInWords(left)
  }
  const made = await packFiles(paths, {
    packagePath: packagePathIn(folder),
    workFolder: folder,
    leaveOut,
    ...(onPacked === undefined ? {} : { onProgress: onPacked }),
  }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new NodeError(`The files cannot be packed: ${error.message}`, { cause: error })
  })
  const files = made.files.filter(({ outcome }) => outcome !== 'accepted')
  if (made.package === null) {
    if (files.length === 0)
      throw new NothingToSend(`Nothing can be sent: there is no file in ${paths.join(', ')}.`)
    const reasons = files.map(({ path, detail }) => `\n${path}: ${detail ?? ''}`).join('')
    throw new NothingToSend(`Nothing can be sent.${reasons}`)
  }
  const { isUrgent, notes } = fileRules.routing
  return {
    ...made.package,
    files: [...files],
    kinds: kinds.all().map((kind) => ({ ...kind, characterSets: [...kind.characterSets] })),
    message: { urgent: isUrgent, ...(notes.length === 0 ? {} : { note: notes.join('\n') }) },
    declared: {
      ...declared(
        made.studies.map(({ studyInstanceUid, series }) => ({
          study: studyInstanceUid,
          instances: series.reduce((sum, { instances }) => sum + instances, 0),
        })),
      ),
    },
  }
}

/** There is nothing to go on with. */
export class NothingToSend extends NodeError {}
