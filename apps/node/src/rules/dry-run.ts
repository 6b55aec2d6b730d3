/** `epacs node rules`: what would become of files if the PACS sent them, and why. Nothing is sent. */
import { createReadStream } from 'node:fs'
import { DicomError, InstanceReader } from '@epacs/dicom'
import type { RuleConfig } from '../config/schema.ts'
import { filesBelow } from '../folders/files-below.ts'
import { NodeError } from '../node-error.ts'
import { type Decision, decide } from './decide.ts'
import { type CallOrNone, type Facts, factsOf } from './facts.ts'

export interface Foreseen {
  readonly path: string
  /** Null: no image that could be sent; `problem` says why. */
  readonly decision: Decision | null
  readonly facts: Facts | null
  readonly problem: string | null
}

/** Each file of the paths, folders with all below them. @throws NodeError: there is no such file */
export async function* foresee(
  rules: readonly RuleConfig[],
  paths: readonly string[],
  call: CallOrNone,
): AsyncGenerator<Foreseen> {
  for (const each of paths) {
    try {
      for await (const { path, filePath, kind } of filesBelow(each)) {
        if (kind === 'file') yield { path, ...(await foreseeFile(rules, filePath, call)) }
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error) || error instanceof DicomError) throw error
      throw new NodeError(`${each} cannot be read: ${error.message}`, { cause: error })
    }
  }
}

async function foreseeFile(
  rules: readonly RuleConfig[],
  path: string,
  call: CallOrNone,
): Promise<Omit<Foreseen, 'path'>> {
  const reader = new InstanceReader()
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      reader.push(chunk)
      // What rules look at stands before the pixel data.
      if (reader.isHeaderRead) break
    }
    const facts = factsOf(reader.isHeaderRead ? reader.headerSoFar() : reader.end(), call)
    return { facts, decision: decide(rules, facts), problem: null }
  } catch (error) {
    if (!(error instanceof DicomError)) throw error
    return { facts: null, decision: null, problem: `${error.code}: ${error.message}` }
  }
}
