import { link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationQuestionCs: Template<MailContents['registration-question']> = (about) => ({
  subject: 'K žádosti o zapojení potřebujeme doplnění',
  blocks: [
    text('Dobrý den,'),
    text(`k žádosti o zapojení zařízení „${about.institution}“ potřebujeme vědět více:`),
    quote(about.words),
    link('Odpovědět', about.link),
  ],
})
