/** The part after `?` of the console's and the auditor's addresses. */
import type { NodeStanding } from '../api/nodes.ts'
import { type Period, periods } from '../api/operations.ts'
import { type InstitutionKind, institutionKinds } from '../api/types.ts'
import { connections, pageNumber, type Raw, text } from './search.ts'

export const registrationFilters = [
  'waiting',
  'received',
  'in-review',
  'more-wanted',
  'approved',
  'refused',
  'unconfirmed',
  'all',
] as const
export type RegistrationFilter = (typeof registrationFilters)[number]

export interface RegistrationsUrl {
  /** Undefined: those that wait for the operator. */
  status?: RegistrationFilter | undefined
  order?: 'newest' | undefined
  q?: string | undefined
  page?: number | undefined
}

export function registrationsUrl(raw: Raw): RegistrationsUrl {
  return {
    status: registrationFilters.find((status) => status === raw.status && status !== 'waiting'),
    order: raw.order === 'newest' ? 'newest' : undefined,
    q: text(raw, 'q'),
    page: pageNumber(raw),
  }
}

export const renewalFilters = ['waiting', 'confirmed', 'refused'] as const
export type RenewalFilter = (typeof renewalFilters)[number]

export interface RenewalsUrl {
  /** Undefined: those that wait. */
  status?: RenewalFilter | undefined
  page?: number | undefined
}

export function renewalsUrl(raw: Raw): RenewalsUrl {
  return {
    status: renewalFilters.find((status) => status === raw.status && status !== 'waiting'),
    page: pageNumber(raw),
  }
}

export function announcementsUrl(raw: Raw): { page?: number | undefined } {
  return { page: pageNumber(raw) }
}

export function authoritiesUrl(raw: Raw): { q?: string | undefined } {
  return { q: text(raw, 'q') }
}

export interface GatewaysUrl {
  q?: string | undefined
  page?: number | undefined
}

export function gatewaysUrl(raw: Raw): GatewaysUrl {
  return { q: text(raw, 'q'), page: pageNumber(raw) }
}

export interface PositionsUrl {
  q?: string | undefined
  /** Only those that the map does not show. */
  missing?: true | undefined
  page?: number | undefined
}

export function positionsUrl(raw: Raw): PositionsUrl {
  return {
    q: text(raw, 'q'),
    missing: raw.missing === true || raw.missing === 'true' ? true : undefined,
    page: pageNumber(raw),
  }
}

export const nodeStandings: readonly NodeStanding[] = ['silent', 'trouble', 'well', 'revoked']

export interface NodesUrl {
  /** Undefined: all. */
  status?: NodeStanding | undefined
  page?: number | undefined
}

export function nodesUrl(raw: Raw): NodesUrl {
  return { status: nodeStandings.find((state) => state === raw.status), page: pageNumber(raw) }
}

export interface OperationsUrl {
  /** Undefined: by day. */
  by?: Period | undefined
}

export function operationsUrl(raw: Raw): OperationsUrl {
  return { by: periods.find((period) => period === raw.by && period !== 'day') }
}

export const institutionStates = ['well', 'nearly-full', 'nobody-acts', 'without-mailbox'] as const
/** Beside the one by name, which needs no word. */
export const institutionSorts = ['used', 'members', 'joined'] as const

export interface KnownInstitutionsUrl {
  q?: string | undefined
  kind?: InstitutionKind | undefined
  connection?: (typeof connections)[number] | undefined
  state?: (typeof institutionStates)[number] | undefined
  sort?: (typeof institutionSorts)[number] | undefined
  page?: number | undefined
}

export function knownInstitutionsUrl(raw: Raw): KnownInstitutionsUrl {
  return {
    q: text(raw, 'q'),
    kind: institutionKinds.find((kind) => kind === raw.kind),
    connection: connections.find((way) => way === raw.connection),
    state: institutionStates.find((state) => state === raw.state),
    sort: institutionSorts.find((sort) => sort === raw.sort),
    page: pageNumber(raw),
  }
}

export const mailFilters = ['failed', 'waiting', 'sent', 'all'] as const
export type MailFilter = (typeof mailFilters)[number]

export interface MailUrl {
  /** Undefined: all. */
  status?: MailFilter | undefined
  page?: number | undefined
}

export function mailUrl(raw: Raw): MailUrl {
  return {
    status: mailFilters.find((status) => status === raw.status && status !== 'all'),
    page: pageNumber(raw),
  }
}

export interface AuditUrl {
  /** Who, what, or the id of a message. */
  q?: string | undefined
  action?: string | undefined
  person?: string | undefined
  institution?: string | undefined
  message?: string | undefined
  /** Days, `YYYY-MM-DD`, in the reader's time zone; `to` is the last one. */
  from?: string | undefined
  to?: string | undefined
  page?: number | undefined
}

export function auditUrl(raw: Raw): AuditUrl {
  return {
    q: text(raw, 'q'),
    action: text(raw, 'action'),
    person: id(raw, 'person'),
    institution: id(raw, 'institution'),
    message: id(raw, 'message'),
    from: day(raw, 'from'),
    to: day(raw, 'to'),
    page: pageNumber(raw),
  }
}

function id(raw: Raw, name: string): string | undefined {
  const value = text(raw, name)?.trim()
  return value !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) ? value : undefined
}

function day(raw: Raw, name: string): string | undefined {
  const value = text(raw, name)
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined
}
