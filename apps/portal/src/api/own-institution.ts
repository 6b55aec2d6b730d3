/** What a representative sees to: colleagues, invitations, contacts, renewed certificates. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Contact, MemberRole, Page, Party, Session } from './types.ts'

export interface Colleague extends Party {
  readonly email: string | null
  readonly role: MemberRole
  readonly grantedBy: 'centre' | 'jtp'
  readonly methods: readonly Session['method'][]
  readonly lastSeenAt: string | null
}

export interface PendingInvitation extends Party {
  readonly email: string
  readonly role: MemberRole
  readonly createdAt: string
  readonly expiresAt: string
  readonly isOver: boolean
}

export interface People {
  readonly members: readonly Colleague[]
  readonly invitations: readonly PendingInvitation[]
}

/** The institution's id stands in the keys: whoever acts for another one sees nothing of the one before. */
export const peopleQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'people', institutionId],
    queryFn: ({ signal }) => callApi<People>('/api/people', { signal, actingFor: institutionId }),
  })

export interface Representative extends Party {
  readonly email: string | null
}

export const representativesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'representatives', institutionId],
    queryFn: async ({ signal }) => {
      const path = '/api/institution/representatives'
      const request = { signal, actingFor: institutionId }
      return (await callApi<{ items: readonly Representative[] }>(path, request)).items
    },
  })

export interface NewInvitation {
  readonly name: string
  readonly email: string
  readonly role: MemberRole
  readonly language: 'cs' | 'en'
}

export function invite(actingFor: string, body: NewInvitation): Promise<unknown> {
  return callApi('/api/people/invitations', { method: 'POST', body, actingFor })
}

export function withdrawInvitation(actingFor: string, id: string): Promise<unknown> {
  return callApi(`/api/people/invitations/${encodeURIComponent(id)}`, { method: 'DELETE', actingFor })
}

export function changeRole(actingFor: string, personId: string, role: MemberRole): Promise<unknown> {
  const path = `/api/people/${encodeURIComponent(personId)}`
  return callApi(path, { method: 'PATCH', body: { role }, actingFor })
}

export function removeColleague(actingFor: string, personId: string): Promise<unknown> {
  return callApi(`/api/people/${encodeURIComponent(personId)}`, { method: 'DELETE', actingFor })
}

export function replaceContacts(actingFor: string, contacts: readonly Contact[]): Promise<unknown> {
  return callApi('/api/institution/contacts', { method: 'PUT', body: { contacts }, actingFor })
}

export interface Renewal {
  readonly id: string
  readonly person: Party
  readonly authority: Party
  readonly subject: string
  readonly issuer: string
  readonly fingerprintSha256: string
  readonly identifiers: readonly string[]
  readonly earlier: readonly {
    readonly issuer: string
    readonly identifiers: readonly string[]
    readonly notAfter: string | null
  }[]
  readonly notBefore: string
  readonly notAfter: string
  readonly requestedAt: string
}

export const renewalsQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'renewals', institutionId],
    queryFn: ({ signal }) =>
      callApi<Page<Renewal>>('/api/certificate-renewals', {
        query: { status: 'waiting' },
        signal,
        actingFor: institutionId,
      }),
  })

export function decideRenewal(
  actingFor: string,
  id: string,
  decision: 'confirm' | 'refuse',
): Promise<unknown> {
  const path = `/api/certificate-renewals/${encodeURIComponent(id)}/decision`
  return callApi(path, { method: 'POST', body: { decision }, actingFor })
}
