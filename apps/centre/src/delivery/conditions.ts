/**
 * What a GET of a stored package is answered with: RFC 9110 sections 13 (conditional requests) and 14 (ranges)
 * as a pure function of the request's headers and the package's facts.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { ByteRange } from '../storage/index.ts'

export interface PackageFacts {
  readonly sizeBytes: number
  /** Strong, with its quotes. */
  readonly etag: string
  /** Null: no date tells one version from the next, so that no condition of a date is met (it is as if just modified). */
  readonly modifiedAt: Date | null
}

export type PackageAnswer =
  | { readonly status: 200; readonly range: undefined }
  | { readonly status: 206; readonly range: ByteRange }
  | { readonly status: 304 | 412 | 416 }

export function answerFor(headers: IncomingHttpHeaders, facts: PackageFacts): PackageAnswer {
  // The order of RFC 9110 section 13.2.2.
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined) {
    if (!listsTag(ifMatch, facts.etag, { weakly: false })) return { status: 412 }
  } else if (isBefore(headers['if-unmodified-since'], facts.modifiedAt)) {
    return { status: 412 }
  }
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined) {
    if (listsTag(ifNoneMatch, facts.etag, { weakly: true })) return { status: 304 }
  } else if (isNotBefore(headers['if-modified-since'], facts.modifiedAt)) {
    return { status: 304 }
  }
  if (headers.range === undefined || !rangeApplies(headers['if-range'], facts)) {
    return { status: 200, range: undefined }
  }
  const range = singleRange(headers.range, facts.sizeBytes)
  if (range === 'unsatisfiable') return { status: 416 }
  return range === undefined ? { status: 200, range } : { status: 206, range }
}

/**
 * The one range asked for, within the size. Undefined means: answer with the whole, which a server may do for
 * several ranges and must do for ranges it does not understand (section 14.2).
 */
export function singleRange(header: string, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (first === '') {
    const suffixBytes = Number(last)
    if (suffixBytes === 0 || sizeBytes === 0) return 'unsatisfiable'
    return { start: Math.max(0, sizeBytes - suffixBytes), end: sizeBytes - 1 }
  }
  const start = Number(first)
  if (last !== '' && Number(last) < start) return undefined
  if (start >= sizeBytes) return 'unsatisfiable'
  return { start, end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
}

/** If-Range (section 13.1.5): a strong tag must be equal, a date must be exactly ours. */
function rangeApplies(ifRange: string | string[] | undefined, facts: PackageFacts): boolean {
  if (ifRange === undefined) return true
  if (typeof ifRange !== 'string') return false
  const given = ifRange.trim()
  return given.startsWith('"') ? given === facts.etag : given === facts.modifiedAt?.toUTCString()
}

function listsTag(header: string, etag: string, { weakly }: { weakly: boolean }): boolean {
  return header.split(',').some((item) => {
    const tag = item.trim()
    return tag === '*' || tag === etag || (weakly && tag === `W/${etag}`)
  })
}

// HTTP dates know whole seconds only; a date that cannot be read is ignored (section 13.1.3).
const wholeSeconds = (date: Date) => Math.floor(date.getTime() / 1000) * 1000

function isBefore(header: string | undefined, date: Date | null): boolean {
  if (header === undefined) return false
  const given = Date.parse(header)
  return date === null ? !Number.isNaN(given) : given < wholeSeconds(date)
}

function isNotBefore(header: string | undefined, date: Date | null): boolean {
  return header !== undefined && date !== null && Date.parse(header) >= wholeSeconds(date)
}
