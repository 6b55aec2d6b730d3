/** `epacs dicom dump`: every element of a file in words, text as Unicode whatever it was encoded in. */
import { createReadStream } from 'node:fs'
import { DicomError } from '@epacs/dicom'
import { dictionaryEntry } from '@epacs/dicom/dictionary'
import {
  type DicomJson,
  dicomJson,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
} from '@epacs/dicom/json'
import { readObject } from '@epacs/dicom/object'
import { NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { plain } from '../plain.ts'

/** Of one value on a line. */
const MOST_CHARACTERS = 100

export function dumpCommand(): Command {
  return new Command('dump')
    .description('tell what is in DICOM files; pixels and other large values by their length')
    .argument('<files...>', 'DICOM files')
    .option('--json', 'the DICOM JSON Model (PS3.18 annex F), one line each')
    .action(async (files: readonly string[], { json = false }: { readonly json?: boolean }) => {
      for (const file of files) {
        const told = await toldOf(file)
        if (json) process.stdout.write(`${JSON.stringify(told)}\n`)
        else process.stdout.write(`${files.length > 1 ? `# ${plain(file)}\n` : ''}${dumped(told, '')}`)
      }
    })
}

/** @throws NodeError: it cannot be read, or is no DICOM */
async function toldOf(file: string): Promise<DicomJson> {
  try {
    const { elements, transferSyntax } = await readObject(createReadStream(file), { extent: 'whole' })
    const syntax: JsonElement = { vr: 'UI', Value: [transferSyntax.uid] }
    return { '00020010': syntax, ...dicomJson(elements, { bulkDataUri: (path) => `#${path}` }) }
  } catch (error) {
    if (!(error instanceof DicomError) && !(error instanceof Error && 'code' in error)) throw error
    const isGone = 'code' in error && error.code === 'ENOENT'
    throw new NodeError(`${file}: ${isGone ? 'there is no such file.' : error.message}`, { cause: error })
  }
}

function dumped(object: DicomJson, indent: string): string {
  return Object.entries(object)
    .map(([tag, element]) => {
      const { vr, Value = [] } = element
      const keyword = dictionaryEntry(Number.parseInt(tag, 16))?.keyword ?? ''
      const head = `${indent}(${tag.slice(0, 4)},${tag.slice(4)}) ${vr} ${keyword}`
      if (vr !== 'SQ') return `${head} ${valueText(element)}`.trimEnd().concat('\n')
      const items = Value.filter(isItem).map(
        (item, index) => `${indent}  item ${index + 1}\n${dumped(item, `${indent}    `)}`,
      )
      return `${head}\n${items.join('')}`
    })
    .join('')
}

function valueText({ Value = [], InlineBinary, BulkDataURI }: JsonElement): string {
  if (BulkDataURI !== undefined) return '…'
  if (InlineBinary !== undefined) return `<${Buffer.from(InlineBinary, 'base64').length} bytes>`
  const text = plain(Value.map(wordOf).join('\\'))
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

function isItem(value: JsonValue): value is DicomJson {
  return value !== null && typeof value === 'object'
}

function isPersonName(value: DicomJson | JsonPersonName): value is JsonPersonName {
  return Object.values(value).every((part) => typeof part === 'string')
}

function wordOf(value: JsonValue): string {
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  if (!isPersonName(value)) return ''
  return [value.Alphabetic ?? '', value.Ideographic, value.Phonetic]
    .filter((part) => part !== undefined)
    .join('=')
}
