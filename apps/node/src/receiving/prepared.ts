/**
 * From an instance as it was received to what is sent of it to this PACS: the bytes as they came, unless the administrator
 * allowed otherwise. The one place where they may change.
 */
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DicomError, type InstanceHeader, InstanceReader, TAG, textOf } from '@epacs/dicom'
import type { StoredObject } from '@epacs/dicom/network'
import {
  coercionEdits,
  type Edit,
  NotWritableError,
  RootElementReader,
  type RootElements,
  readForCoercion,
  rewrittenDataSet,
} from '@epacs/dicom/rewriting'
import type { Files, OpenedFile } from '@epacs/package'
import type { PacsConfig } from '../config/schema.ts'
import {
  DECOMPRESSION_TAGS,
  decompressionEdits,
  NotDecompressibleError,
} from '../decompression/decompression-edits.ts'
import type { FrameDecoder } from '../decompression/frame-decoder.ts'
import { allowedDecompression, EXPLICIT_LITTLE } from '../decompression/transfer-syntaxes.ts'
import { readStored, writeStored } from '../encryption/stored-file.ts'
import { type Decision, valuesOf } from '../identity/decision.ts'
import { keyOfPatient, patientIn } from '../identity/patient.ts'
import type { IncomingInstance } from '../state/incoming.ts'
import { checkedInstance, NotWhatTheCentreTook, readRange } from './checked-instance.ts'
import type { Kind } from './pacs.ts'

export interface Preparation {
  /** Of the delivery's patients, by key; empty: there are no rules for identifiers. */
  readonly decisions: ReadonlyMap<string, { readonly decision: Decision; readonly decidedMs: number }>
  readonly modifyingSystem: string
  readonly senderName: string
  readonly decompress: PacsConfig['decompress']
  readonly decoder: FrameDecoder
  /** Where a decompressed data set lies until it is stored. */
  readonly folder: string
  readonly files: Files
  /** Name of the PACS that it goes to. */
  readonly pacs: string
}

/**
 * An image of a patient whom nobody has decided about: what identified them read the same bytes otherwise, as an earlier
 * version of this program may have.
 */
export class UndecidedPatient extends Error {
  override readonly name = 'UndecidedPatient'
}

export type Prepared =
  | {
      readonly object: StoredObject
      readonly isDecompressed: boolean
      /** To be called when it is stored, or not. */
      readonly letGo: () => Promise<void>
    }
  /** It does not go to the PACS, and why. */
  | { readonly refused: string }

/**
 * Every byte is read first, and must be what the centre took.
 *
 * @param takes whether the PACS takes the SOP class in a transfer syntax; `signal`: nobody waits for it any more
 * @throws NotWhatTheCentreTook, UndecidedPatient; the signal's reason; and as reading files and objects does
 */
export async function prepared(
  handle: OpenedFile,
  instance: IncomingInstance,
  preparation: Preparation,
  takes: (kind: Kind) => boolean,
  signal: AbortSignal,
): Promise<Prepared> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, offsetBytes, sizeBytes } = instance
  const native = { sopClassUid, transferSyntaxUid: EXPLICIT_LITTLE }
  const compression =
    !takes(instance) && takes(native)
      ? allowedDecompression(transferSyntaxUid, preparation.decompress)
      : undefined
  const isRewritten = compression !== undefined || preparation.decisions.size > 0
  if (!isRewritten) return unchanged(await checkedInstance(handle, instance, signal))
  const { header, root } = await checked(handle, instance, signal)
  const bytesFrom = (start: number) =>
    readRange(handle, offsetBytes + header.dataSetOffset + start, offsetBytes + sizeBytes)
  const object = { sopClassUid, sopInstanceUid, transferSyntaxUid }
  const untouched = unchanged({ ...object, dataSet: bytesFrom(0) })
  try {
    const edits = identityEdits(header, root, preparation)
    if (edits === 'refused')
      return { refused: 'A person at the recipient refused the images of this patient' }
    if (compression === undefined) {
      if (edits.length === 0) return untouched
      return {
        ...untouched,
        object: { ...object, dataSet: rewrittenDataSet(bytesFrom(0), placesIn(root), edits) },
      }
    }
    const image = { root: placesIn(root), bytesFrom }
    const all = [...edits, ...(await decompressionEdits(image, compression, preparation.decoder, signal))]
    const dataSet = rewrittenDataSet(bytesFrom(0), image.root, all, { isInflated: true })
    return { ...(await kept(dataSet, instance, preparation, signal)), isDecompressed: true }
  } catch (error) {
    if (error instanceof NotDecompressibleError || (error instanceof DicomError && compression !== undefined))
      return {
        refused: `The PACS does not take ${transferSyntaxUid}, and decompressing failed: ${error.message}`,
      }
    if (!(error instanceof NotWritableError || error instanceof DicomError)) throw error
    return { refused: `The recipient's identifiers cannot be written: ${error.message}` }
  }
}

function unchanged(object: StoredObject): Exclude<Prepared, { readonly refused: string }> {
  return { object, isDecompressed: false, letGo: async () => {} }
}

/** Wholly decompressed before the PACS gets the first byte: a damaged frame must not be found half-way. */
async function kept(
  dataSet: AsyncIterable<Uint8Array>,
  { position, sopClassUid, sopInstanceUid }: IncomingInstance,
  { folder, files, pacs }: Preparation,
  signal: AbortSignal,
): Promise<{ readonly object: StoredObject; readonly letGo: () => Promise<void> }> {
  const path = join(folder, `decompressed-${position}-${pacs}`)
  const letGo = async () => await rm(path, { force: true })
  try {
    await writeStored(files, path, dataSet, signal)
  } catch (error) {
    await letGo()
    throw error
  }
  const object = {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: EXPLICIT_LITTLE,
    dataSet: readStored(files, path),
  }
  return { object, letGo }
}

function placesIn(root: RootElements | DicomError): RootElements {
  if (root instanceof DicomError) throw root
  return root
}

async function checked(
  handle: OpenedFile,
  { offsetBytes, sizeBytes, sha256, position }: IncomingInstance,
  signal: AbortSignal,
): Promise<{ readonly header: InstanceHeader; readonly root: RootElements | DicomError }> {
  const hash = createHash('sha256')
  const reader = new InstanceReader()
  const places = new Places()
  for await (const chunk of readRange(handle, offsetBytes, offsetBytes + sizeBytes)) {
    signal.throwIfAborted()
    hash.update(chunk)
    reader.push(chunk)
    places.push(chunk)
  }
  if (hash.digest('hex') !== sha256) throw new NotWhatTheCentreTook(position)
  return { header: reader.end(), root: places.end() }
}

/** An object too irregular to be rewritten may still go as it came. */
class Places {
  readonly #reader = new RootElementReader(readForCoercion([...COERCED, ...DECOMPRESSION_TAGS]))
  #problem: DicomError | undefined

  push(chunk: Uint8Array): void {
    if (this.#problem === undefined) this.#attempt(() => this.#reader.push(chunk))
  }

  end(): RootElements | DicomError {
    return this.#problem ?? this.#attempt(() => this.#reader.end())
  }

  #attempt<T>(step: () => T): T | DicomError {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof DicomError)) throw error
      this.#problem = error
      return error
    }
  }
}

const COERCED = [TAG.AccessionNumber, TAG.PatientName, TAG.PatientID, TAG.IssuerOfPatientID]

function identityEdits(
  { dataSet }: InstanceHeader,
  root: RootElements | DicomError,
  { decisions, modifyingSystem, senderName }: Preparation,
): readonly Edit[] | 'refused' {
  if (decisions.size === 0) return []
  const patient = patientIn(dataSet)
  const decided = decisions.get(keyOfPatient(patient))
  if (decided === undefined) throw new UndecidedPatient('An image of a patient whom nobody has decided about')
  const { decision, decidedMs } = decided
  if (decision.kind === 'keep') return []
  if (decision.kind === 'refuse') return 'refused'
  if (root instanceof DicomError) throw root
  const accessionNumber = textOf(dataSet, TAG.AccessionNumber)?.trim() ?? ''
  return coercionEdits(root, {
    values: valuesOf(decision, { patient, accessionNumber }),
    // Of the decision, so that an image that is stored again is the same.
    modifiedAt: new Date(decidedMs),
    modifyingSystem,
    sourceOfPreviousValues: senderName,
  })
}
