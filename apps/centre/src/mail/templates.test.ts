import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '@epacs/exchange'
import { about, MAIL_SAMPLES } from '../testing/mail-samples.ts'
import { render } from './render.ts'
import { type MailTemplate, TEMPLATES } from './templates/index.ts'

for (const name of Object.keys(TEMPLATES) as MailTemplate[]) {
  test(`${name} says the same in text and HTML, in both languages`, () => {
    const subjects = LANGUAGES.map((language) => {
      const write = TEMPLATES[name][language] as (contents: unknown) => Parameters<typeof render>[0]
      const { subject, text, html } = render(write(MAIL_SAMPLES[name]), language, 'https://epacs.example')
      assert.ok(subject.length > 5 && subject.length < 120)
      for (const form of [text, html]) {
        assert.ok(form.includes(about.institution), language)
        assert.ok(form.includes(about.link), language)
        assert.doesNotMatch(form, /undefined|\[object|NaN/)
      }
      // What the text says in words, the HTML says in the same ones.
      const words = (form: string) =>
        new Set(
          form
            .replace(/<head>.*<\/head>|<[^>]+>/gs, ' ')
            .replaceAll('&amp;', '&')
            .match(/\p{L}{3,}/gu),
        )
      assert.deepEqual([...words(text)].toSorted(), [...words(html)].toSorted())
      return subject
    })
    assert.equal(new Set(subjects).size, LANGUAGES.length)
  })
}
