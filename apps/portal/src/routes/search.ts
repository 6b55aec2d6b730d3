/** Reads the part of a URL after `?`: unknown or damaged values are dropped, never shown as an error. */
import { type InstitutionKind, institutionKinds } from '../api/types.ts'

export const connections = ['mailbox', 'node'] as const

export type Raw = Record<string, unknown>

export function text(raw: Raw, name: string): string | undefined {
  const value = raw[name]
  // The router reads `?q=123` as a number; to us it is what was typed.
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, 200) : undefined
}

export function pageNumber(raw: Raw): number | undefined {
  const value = Number(raw.page)
  return Number.isSafeInteger(value) && value > 1 ? value : undefined
}

export interface InstitutionsUrl {
  q?: string | undefined
  kind?: InstitutionKind | undefined
  city?: string | undefined
  /** ISO 3166-1, two letters. */
  country?: string | undefined
  connection?: (typeof connections)[number] | undefined
  page?: number | undefined
}

export function institutionsUrl(raw: Raw): InstitutionsUrl {
  return {
    q: text(raw, 'q'),
    kind: institutionKinds.find((kind) => kind === raw.kind),
    city: text(raw, 'city'),
    country: text(raw, 'country')?.match(/^[A-Z]{2}$/)?.[0],
    connection: connections.find((way) => way === raw.connection),
    page: pageNumber(raw),
  }
}

export function helpUrl(raw: Raw): { q?: string | undefined } {
  return { q: text(raw, 'q') }
}

/** Never a patient: addresses are kept, shared and written down. What the words may be, the mailbox knows. */
export interface MessagesUrl {
  q?: string | undefined
  status?: string | undefined
  institution?: string | undefined
  /** Days, `YYYY-MM-DD`, in the reader's time zone; `to` is the last one. */
  from?: string | undefined
  to?: string | undefined
  urgent?: true | undefined
  sort?: string | undefined
  page?: number | undefined
}

export function messagesUrl(raw: Raw): MessagesUrl {
  return {
    q: text(raw, 'q'),
    status: text(raw, 'status'),
    institution: text(raw, 'institution'),
    from: text(raw, 'from'),
    to: text(raw, 'to'),
    urgent: raw.urgent === true || undefined,
    sort: text(raw, 'sort'),
    page: pageNumber(raw),
  }
}

/** Never a patient, either. What the words may be, the list knows. */
export interface RequestsUrl {
  box?: string | undefined
  status?: string | undefined
  institution?: string | undefined
  urgency?: string | undefined
  sort?: string | undefined
  page?: number | undefined
}

export function requestsUrl(raw: Raw): RequestsUrl {
  return {
    box: text(raw, 'box'),
    status: text(raw, 'status'),
    institution: text(raw, 'institution'),
    urgency: text(raw, 'urgency'),
    sort: text(raw, 'sort'),
    page: pageNumber(raw),
  }
}

export interface SignInUrl {
  returnTo?: string | undefined
  problem?: string | undefined
  /** After JTP, for which institution. */
  choose?: 'institution' | undefined
}

export function signInUrl(raw: Raw): SignInUrl {
  return {
    returnTo: localPath(text(raw, 'returnTo')),
    problem: text(raw, 'problem'),
    choose: raw.choose === 'institution' ? raw.choose : undefined,
  }
}

export function chooseUrl(raw: Raw): { returnTo?: string | undefined } {
  return { returnTo: localPath(text(raw, 'returnTo')) }
}

/** Only a path of our own: a full address would make the sign-in page a springboard to foreign sites. */
export function localPath(value: string | undefined): string | undefined {
  // Browsers drop tabs and line ends from addresses before they read them.
  const plain = value?.replaceAll(/\p{Cc}/gu, '')
  return plain !== undefined && /^\/(?![/\\])/.test(plain) ? plain : undefined
}
