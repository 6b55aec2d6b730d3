import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationReceivedCs: Template<MailContents['registration-received']> = (about) => ({
  subject: 'Žádost o zapojení jsme přijali',
  blocks: [
    text('Dobrý den,'),
    text(`žádost o zapojení zařízení „${about.institution}“ čeká na posouzení. Jak se vyvíjí, uvidíte zde:`),
    link('Sledovat žádost', about.link),
    text('Odkaz je jen pro vás; kdo jej má, může za vás odpovídat.'),
  ],
})
