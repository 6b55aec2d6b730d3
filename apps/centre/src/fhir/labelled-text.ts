/**
 * Texts of files as they were meant ("Dvořák") where their label is surely wrong, and in an extension what the file's own character set makes of
 * them ("Dvoøák"): where it is there, a program knows that the text is a reading, and whose.
 */
import { sureReadingOf } from '@epacs/intake/looking/sure-reading'
import type { Extension, StructureDefinition } from '@medplum/fhirtypes'

export const LABELLED_TEXT = 'text-as-labelled'
const CONTEXTS = ['HumanName', 'ImagingStudy.description', 'ImagingStudy.series.description']

/** @param base of the centre's FHIR server at the portal: the same for whoever reads, at whichever entrance */
function labelledTextUrl(base: string): string {
  return `${base}/StructureDefinition/${LABELLED_TEXT}`
}

/** How the texts of one study are told. */
export interface Telling {
  read(declared: string): string
  /** Of the FHIR server at the portal. */
  readonly base: string
}

export function tellingOf(study: Parameters<typeof sureReadingOf>[0], base: string): Telling {
  return { read: sureReadingOf(study), base }
}

/** Undefined: the text is told as it is labelled. */
export function labelledExtension(
  declared: string,
  { read, base }: Telling,
): readonly [Extension] | undefined {
  if (read(declared) === declared) return undefined
  return [{ url: labelledTextUrl(base), valueString: declared }]
}

/** `description`, and beside it what the file says; nothing of an empty one. */
export function describedAs(declared: string | null, telling: Telling) {
  if (declared === null || declared === '') return {}
  const extension = labelledExtension(declared, telling)
  return {
    description: telling.read(declared),
    ...(extension === undefined ? {} : { _description: { extension } }),
  }
}

/** What the extension is, at its address. */
export function labelledTextDefinition(base: string): StructureDefinition {
  return {
    resourceType: 'StructureDefinition',
    id: LABELLED_TEXT,
    url: labelledTextUrl(base),
    name: 'TextAsLabelled',
    title: 'Text as the file labels it',
    status: 'active',
    description:
      'The text as the Specific Character Set of the DICOM file reads, where the element holds what was meant: many files are written in windows-1250 or ISO 8859-2 and name another character set. Texts that may be right as they are labelled are not put right. The files themselves are not changed.',
    fhirVersion: '4.0.1',
    kind: 'complex-type',
    abstract: false,
    context: CONTEXTS.map((expression) => ({ type: 'element' as const, expression })),
    type: 'Extension',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    derivation: 'constraint',
    differential: {
      element: [
        { id: 'Extension', path: 'Extension', max: '1' },
        { id: 'Extension.extension', path: 'Extension.extension', max: '0' },
        {
          id: 'Extension.url',
          path: 'Extension.url',
          fixedUri: labelledTextUrl(base),
        },
        { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: 'string' }] },
      ],
    },
  }
}
