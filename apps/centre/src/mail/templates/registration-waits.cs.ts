import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationWaitsCs: Template<MailContents['registration-waits']> = (about) => ({
  subject: about.what === 'new' ? 'Nová žádost o zapojení' : 'Žadatel odpověděl',
  blocks: [
    text(`Žádost o zapojení zařízení „${about.institution}“ čeká na vás.`),
    link('Otevřít žádost', about.link),
  ],
})
