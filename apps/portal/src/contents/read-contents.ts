/** The objects of a series with all their data, from the centre's XML (PS3.19 annex A): it carries the keywords. */
import { queryOptions } from '@tanstack/react-query'
import { noteStatus } from '../api/client.ts'
import { seriesUrl } from '../api/opening.ts'
import { problemFrom } from '../api/problem.ts'

export interface Attribute {
  readonly tag: string
  readonly keyword: string
  readonly values: readonly string[]
  readonly items: readonly (readonly Attribute[])[]
}

export interface ContentsObject {
  readonly sopInstanceUid: string
  readonly attributes: readonly Attribute[]
  readonly hasPicture: boolean
  readonly isPdf: boolean
}

export const MOST_OBJECTS = 20
const SOP_INSTANCE_UID = '00080018'

export interface SeriesPlace {
  readonly messageId: string
  readonly study: string
  readonly series: string
}

export const contentsQuery = (place: SeriesPlace) =>
  queryOptions({
    queryKey: ['contents', place],
    queryFn: ({ signal }) => readContents(place, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

async function readContents(
  { messageId, study, series }: SeriesPlace,
  signal: AbortSignal,
): Promise<{ readonly objects: readonly ContentsObject[]; readonly isMore: boolean }> {
  const base = seriesUrl(messageId, study, series)
  const list = await ask(`${base}/instances?limit=${MOST_OBJECTS + 1}`, 'application/dicom+json', signal)
  const found: Record<string, { Value?: string[] }>[] = list === '' ? [] : JSON.parse(list)
  const uids = found.flatMap((each) => each[SOP_INSTANCE_UID]?.Value ?? [])
  const objects: ContentsObject[] = []
  for (const uid of uids.slice(0, MOST_OBJECTS)) {
    const text = await ask(
      `${base}/instances/${uid}/metadata`,
      'multipart/related; type="application/dicom+xml"',
      signal,
    )
    objects.push(contentsObject(uid, text))
  }
  return { objects, isMore: uids.length > MOST_OBJECTS }
}

async function ask(path: string, accept: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, { headers: { accept }, signal })
  noteStatus(response.status)
  const text = await response.text()
  if (response.ok) return text
  throw problemFrom(response.status, text.startsWith('{') ? JSON.parse(text) : undefined)
}

/** `parts`: multipart/related with one part. */
function contentsObject(sopInstanceUid: string, parts: string): ContentsObject {
  const xml = parts.slice(parts.indexOf('<'), parts.lastIndexOf('>') + 1)
  const root = new DOMParser().parseFromString(xml, 'application/xml').documentElement
  const attributes = attributesIn(root)
  const oneOf = (keyword: string) => attributes.find((each) => each.keyword === keyword)?.values[0]
  return {
    sopInstanceUid,
    attributes,
    hasPicture: oneOf('Rows') !== undefined,
    isPdf: oneOf('MIMETypeOfEncapsulatedDocument') === 'application/pdf',
  }
}

/** Those that say something; private ones say nothing to a reader. */
function attributesIn(element: Element): Attribute[] {
  return [...element.children]
    .filter((child) => child.localName === 'DicomAttribute')
    .map((child) => ({
      tag: child.getAttribute('tag') ?? '',
      keyword: child.getAttribute('keyword') ?? '',
      values: [...child.children]
        .filter(({ localName }) => localName === 'Value' || localName === 'PersonName')
        .map(valueIn),
      items: [...child.children].filter(({ localName }) => localName === 'Item').map(attributesIn),
    }))
    .filter(({ keyword, values, items }) => keyword !== '' && (values.length > 0 || items.length > 0))
}

function valueIn(element: Element): string {
  if (element.localName === 'Value') return element.textContent ?? ''
  return [...element.querySelectorAll('FamilyName, GivenName, MiddleName')]
    .map(({ textContent }) => textContent)
    .join(' ')
}
