/** Queries and commands of the operator's console. All keys begin with `operator`, so that they go with the session. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type {
  Decision,
  Mail,
  MailStatusReport,
  Provider,
  Registration,
  RegistrationsPage,
  Renewal,
  ReplyTemplate,
} from './operator-types.ts'
import type { Authority, Page } from './types.ts'

const LOOK_EVERY_MS = 60_000

export interface RegistrationSearch {
  readonly status?: string | undefined
  readonly q?: string | undefined
  readonly order?: 'oldest' | 'newest' | undefined
  readonly page?: number | undefined
}

export const registrationsQuery = (search: RegistrationSearch) =>
  queryOptions({
    queryKey: ['operator', 'registrations', search],
    queryFn: ({ signal }) =>
      callApi<RegistrationsPage>('/api/registrations', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

const pathOf = (id: string) => `/api/registrations/${encodeURIComponent(id)}`

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'registration', id],
    queryFn: ({ signal }) => callApi<Registration>(pathOf(id), { signal }),
  })

export const replyTemplatesQuery = queryOptions({
  queryKey: ['operator', 'templates'],
  queryFn: ({ signal }) =>
    callApi<{ items: readonly ReplyTemplate[] }>('/api/registrations/templates', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** What the public register says. */
export const providerQuery = (ico: string) =>
  queryOptions({
    queryKey: ['operator', 'provider', ico],
    queryFn: ({ signal }) =>
      callApi<Provider>(`/api/registry/providers/${encodeURIComponent(ico)}`, { signal }),
    staleTime: 300_000,
  })

export interface DecisionRequest {
  readonly decision: Decision
  readonly words?: string
  readonly quotaBytes?: number
}

/** The code of a node is answered once, and never again. */
export async function decideRegistration(id: string, body: DecisionRequest): Promise<string | null> {
  const answer = await callApi<{ enrolmentCode: string } | undefined>(`${pathOf(id)}/decision`, {
    method: 'POST',
    body,
  })
  return answer?.enrolmentCode ?? null
}

export const allAuthoritiesQuery = queryOptions({
  queryKey: ['operator', 'authorities'],
  queryFn: ({ signal }) =>
    callApi<Page<Authority>>('/api/authorities', { query: { withdrawn: 'true' }, signal }),
})

export interface AuthorityWish {
  readonly name: string
  readonly website: string | null
  /** PEM. */
  readonly certificates: string
}

/** `id` undefined: a new one. */
export function keepAuthority(id: string | undefined, wish: AuthorityWish): Promise<Authority> {
  return id === undefined
    ? callApi<Authority>('/api/authorities', { method: 'POST', body: wish })
    : callApi<Authority>(`/api/authorities/${encodeURIComponent(id)}`, { method: 'PUT', body: wish })
}

export function withdrawAuthority(id: string): Promise<unknown> {
  return callApi(`/api/authorities/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export const renewalsQuery = (search: { readonly status: string; readonly page?: number | undefined }) =>
  queryOptions({
    queryKey: ['operator', 'renewals', search],
    queryFn: ({ signal }) =>
      callApi<Page<Renewal>>('/api/certificate-renewals', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

export function decideRenewal(id: string, decision: 'confirm' | 'refuse'): Promise<Renewal> {
  const path = `/api/certificate-renewals/${encodeURIComponent(id)}/decision`
  return callApi<Renewal>(path, { method: 'POST', body: { decision } })
}

export const mailStatusQuery = queryOptions({
  queryKey: ['operator', 'mail', 'status'],
  queryFn: ({ signal }) => callApi<MailStatusReport>('/api/mail/status', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export const mailQuery = (search: {
  readonly status?: string | undefined
  readonly page?: number | undefined
}) =>
  queryOptions({
    queryKey: ['operator', 'mail', 'list', search],
    queryFn: ({ signal }) => callApi<Page<Mail>>('/api/mail', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

export function retryMail(id: string): Promise<unknown> {
  return callApi(`/api/mail/${encodeURIComponent(id)}/retry`, { method: 'POST' })
}
