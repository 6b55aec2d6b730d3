/** The Native DICOM Model in XML (PS3.19 §A.1), from the JSON model. */
import { dictionaryEntry } from '../dictionary/index.ts'
import type { DicomJson, JsonElement, JsonPersonName, JsonValue } from './dicom-json.ts'

const GROUPS = ['Alphabetic', 'Ideographic', 'Phonetic'] as const
const COMPONENTS = ['FamilyName', 'GivenName', 'MiddleName', 'NamePrefix', 'NameSuffix'] as const

/** A whole document. */
export function nativeDicomXml(object: DicomJson): string {
  const head = '<?xml version="1.0" encoding="UTF-8"?>'
  const namespace = 'http://dicom.nema.org/PS3.19/models/NativeDICOM'
  return `${head}<NativeDicomModel xmlns="${namespace}" xml:space="preserve">${attributes(object)}</NativeDicomModel>`
}

function attributes(object: DicomJson): string {
  return Object.entries(object)
    .map(([tag, element]) => attribute(tag, element))
    .join('')
}

function attribute(tag: string, element: JsonElement): string {
  const keyword = dictionaryEntry(Number.parseInt(tag, 16))?.keyword
  const named = keyword === undefined ? '' : ` keyword="${keyword}"`
  return `<DicomAttribute tag="${tag}" vr="${element.vr}"${named}>${content(element)}</DicomAttribute>`
}

function content({ vr, Value, InlineBinary, BulkDataURI }: JsonElement): string {
  if (BulkDataURI !== undefined) return `<BulkData uri="${escaped(BulkDataURI)}"/>`
  if (InlineBinary !== undefined) return `<InlineBinary>${InlineBinary}</InlineBinary>`
  return (Value ?? []).map((value, index) => oneOf(vr, value, index + 1)).join('')
}

function oneOf(vr: string, value: JsonValue, number: number): string {
  if (value === null) return ''
  if (vr === 'SQ') return `<Item number="${number}">${attributes(value as DicomJson)}</Item>`
  if (vr === 'PN') return `<PersonName number="${number}">${personName(value as JsonPersonName)}</PersonName>`
  return `<Value number="${number}">${escaped(String(value))}</Value>`
}

function personName(name: JsonPersonName): string {
  return GROUPS.map((group) => {
    const text = name[group]
    if (text === undefined) return ''
    const components = text.split('^').map((part, index) => {
      const component = COMPONENTS[index]
      return part === '' || component === undefined ? '' : `<${component}>${escaped(part)}</${component}>`
    })
    return `<${group}>${components.join('')}</${group}>`
  }).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML 1.0 cannot hold at all are shown as what they are not. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(UNWRITABLE, '\ufffd')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML 1.0, production 2, leaves out
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
