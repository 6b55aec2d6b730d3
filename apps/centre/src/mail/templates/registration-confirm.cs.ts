import { link, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationConfirmCs: Template<MailContents['registration-confirm']> = (about) => ({
  subject: 'Potvrďte žádost o zapojení do sítě ePACS',
  blocks: [
    text('Dobrý den,'),
    text(
      `přijali jsme žádost o zapojení zařízení „${about.institution}“ do sítě ePACS. Potvrďte prosím, že tato adresa je vaše:`,
    ),
    link('Potvrdit a sledovat žádost', about.link),
    text(
      `Odkaz platí ${about.hours} hodin a je jen pro vás. Dokud žádost nepotvrdíte, nikdo se jí nezabývá. Pokud jste o nic nežádali, zprávu smažte.`,
    ),
  ],
})
