import { code, link, quote, type Template, text } from '../message.ts'
import type { MailContents } from './index.ts'

export const registrationApprovedEn: Template<MailContents['registration-approved']> = (about) => ({
  subject: 'Welcome to ePACS',
  blocks: [
    text('Hello,'),
    text(`“${about.institution}” is now part of the ePACS network.`),
    ...(about.words === '' ? [] : [quote(about.words)]),
    text(
      'With your first sign-in, by personal certificate or JTP, you become its representative. You then invite your colleagues yourself.',
    ),
    link('Sign in for the first time', about.link),
    ...(about.days > 0
      ? [text(`The link is for you alone, can be used once, and works for ${about.days} days.`)]
      : []),
    ...(about.enrolmentCode === null
      ? []
      : [code('Code that enrols the communication node (once)', about.enrolmentCode)]),
  ],
})
