/** Queries and commands of the operator's console. All keys begin with `operator`, so that they go with the session. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Body, Query } from './description.ts'

const LOOK_EVERY_MS = 60_000

export type RegistrationSearch = Query<'get', '/api/registrations'>

export const registrationsQuery = (search: RegistrationSearch) =>
  queryOptions({
    queryKey: ['operator', 'registrations', search],
    queryFn: ({ signal }) => callApi('get', '/api/registrations', { query: search, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'registration', id],
    queryFn: ({ signal }) => callApi('get', '/api/registrations/{id}', { path: { id }, signal }),
  })

export const replyTemplatesQuery = queryOptions({
  queryKey: ['operator', 'templates'],
  queryFn: ({ signal }) => callApi('get', '/api/registrations/templates', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** What the public register says. */
export const providerQuery = (ico: string) =>
  queryOptions({
    queryKey: ['operator', 'provider', ico],
    queryFn: ({ signal }) => callApi('get', '/api/registry/providers/{ico}', { path: { ico }, signal }),
    staleTime: 300_000,
  })

export type DecisionRequest = Body<'post', '/api/registrations/{id}/decision'>

/** The code of a node is answered once, and never again. */
export async function decideRegistration(id: string, body: DecisionRequest): Promise<string | null> {
  const answer = await callApi('post', '/api/registrations/{id}/decision', { path: { id }, body })
  return answer?.enrolmentCode ?? null
}

export const allAuthoritiesQuery = queryOptions({
  queryKey: ['operator', 'authorities'],
  queryFn: ({ signal }) => callApi('get', '/api/authorities', { query: { withdrawn: true }, signal }),
})

export type AuthorityWish = Body<'post', '/api/authorities'>

/** `id` undefined: a new one. */
export function keepAuthority(id: string | undefined, wish: AuthorityWish) {
  return id === undefined
    ? callApi('post', '/api/authorities', { body: wish })
    : callApi('put', '/api/authorities/{id}', { path: { id }, body: wish })
}

export function withdrawAuthority(id: string) {
  return callApi('delete', '/api/authorities/{id}', { path: { id } })
}

export const renewalsQuery = (search: Query<'get', '/api/certificate-renewals'>) =>
  queryOptions({
    queryKey: ['operator', 'renewals', search],
    queryFn: ({ signal }) => callApi('get', '/api/certificate-renewals', { query: search, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

export function decideRenewal(id: string, decision: 'confirm' | 'refuse') {
  return callApi('post', '/api/certificate-renewals/{id}/decision', { path: { id }, body: { decision } })
}

export const mailStatusQuery = queryOptions({
  queryKey: ['operator', 'mail', 'status'],
  queryFn: ({ signal }) => callApi('get', '/api/mail/status', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export const mailQuery = (search: Query<'get', '/api/mail'>) =>
  queryOptions({
    queryKey: ['operator', 'mail', 'list', search],
    queryFn: ({ signal }) => callApi('get', '/api/mail', { query: search, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  })

export function retryMail(id: string) {
  return callApi('post', '/api/mail/{id}/retry', { path: { id } })
}
