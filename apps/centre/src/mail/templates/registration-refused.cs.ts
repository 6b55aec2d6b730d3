import { link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationRefusedCs: Template<MailContents['registration-refused']> = (about) => ({
  subject: 'Žádost o zapojení nebyla schválena',
  blocks: [
    text('Dobrý den,'),
    text(`žádost o zapojení zařízení „${about.institution}“ jsme neschválili. Důvod:`),
    quote(about.words),
    link('Zobrazit žádost', about.link),
  ],
})
