/** What the API gives and takes of those who run the centre, by name. */
import type { Answer, Body, Item } from './description.ts'
import type { RegistrationForm, RegistrationStatus, WayIn } from './registrations.ts'

export type { RegistrationForm, RegistrationStatus, WayIn }

export type Decision = Body<'post', '/api/registrations/{id}/decision'>['decision']

export type RegistrationsPage = Answer<'get', '/api/registrations'>
export type RegistrationSummary = Item<RegistrationsPage>
export type Registration = Answer<'get', '/api/registrations/{id}'>
export type Check = NonNullable<Registration['checks']>[number]
export type RegistrationEntry = Registration['entries'][number]
export type ReplyTemplate = Item<Answer<'get', '/api/registrations/templates'>>
export type Provider = Answer<'get', '/api/registry/providers/{ico}'>
export type Renewal = Item<Answer<'get', '/api/certificate-renewals'>>
export type MailStatusReport = Answer<'get', '/api/mail/status'>
export type Mail = Item<Answer<'get', '/api/mail'>>
