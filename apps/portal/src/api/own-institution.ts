/** What a representative sees to: colleagues, invitations, contacts, renewed certificates. */
import { queryOptions } from '@tanstack/react-query'
import type { Language } from '../i18n/languages.ts'
import { callApi } from './client.ts'
import type { Answer, Body, Item } from './description.ts'
import type { MemberRole } from './types.ts'

export type People = Answer<'get', '/api/people'>
export type Colleague = People['members'][number]
export type PendingInvitation = People['invitations'][number]

/** The institution's id stands in the keys: whoever acts for another one sees nothing of the one before. */
export const peopleQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'people', institutionId],
    queryFn: ({ signal }) => callApi('get', '/api/people', { signal, actingFor: institutionId }),
  })

export const representativesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'representatives', institutionId],
    queryFn: async ({ signal }) => {
      const path = '/api/institution/representatives'
      const request = { signal, actingFor: institutionId }
      return (await callApi('get', path, request)).items
    },
  })

export type NewInvitation = Body<'post', '/api/people/invitations'>

export function invite(actingFor: string, body: NewInvitation) {
  return callApi('post', '/api/people/invitations', { body, actingFor })
}

export function withdrawInvitation(actingFor: string, id: string) {
  return callApi('delete', '/api/people/invitations/{id}', { path: { id }, actingFor })
}

export function changeRole(actingFor: string, personId: string, role: MemberRole) {
  return callApi('patch', '/api/people/{id}', { path: { id: personId }, body: { role }, actingFor })
}

export function removeColleague(actingFor: string, personId: string) {
  return callApi('delete', '/api/people/{id}', { path: { id: personId }, actingFor })
}

export type NewContact = Body<'put', '/api/institution/contacts'>['contacts'][number]

export function replaceContacts(actingFor: string, changed: readonly NewContact[]) {
  const contacts = changed.map(({ name, function: role, email, phone }) => ({
    name,
    function: role,
    email,
    phone,
  }))
  return callApi('put', '/api/institution/contacts', { body: { contacts }, actingFor })
}

export const mailLanguageQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'language', institutionId],
    queryFn: async ({ signal }) =>
      (await callApi('get', '/api/institution/language', { signal, actingFor: institutionId })).language,
  })

export function setMailLanguage(actingFor: string, language: Language) {
  return callApi('put', '/api/institution/language', { body: { language }, actingFor })
}

export type Renewal = Item<Answer<'get', '/api/certificate-renewals'>>

export const renewalsQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'renewals', institutionId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/certificate-renewals', {
        query: { status: 'waiting' },
        signal,
        actingFor: institutionId,
      }),
  })

export function decideRenewal(actingFor: string, id: string, decision: 'confirm' | 'refuse') {
  const path = '/api/certificate-renewals/{id}/decision'
  return callApi('post', path, { path: { id }, body: { decision }, actingFor })
}
