import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '@epacs/exchange'
import { about, MAIL_SAMPLES } from '../testing/mail-samples.ts'
import { MAIL_LANGUAGES } from './languages/index.ts'
import { render } from './render.ts'
import { faultsOf } from './templates/faults.ts'
import { FILLINGS, type MailTemplate } from './templates/index.ts'
import { fillIn } from './templates/wording.ts'
import { PLACEHOLDERS, WORDING_NAMES } from './templates/wording-names.ts'

function fillingOf(name: MailTemplate, contents: unknown) {
  const fill = FILLINGS[name] as (contents: unknown) => ReturnType<(typeof FILLINGS)[MailTemplate]>
  return fill(contents)
}

for (const name of Object.keys(FILLINGS) as MailTemplate[]) {
  test(`${name} says the same in text and HTML, in every language`, () => {
    const { wording, values } = fillingOf(name, MAIL_SAMPLES[name])
    assert.deepEqual(Object.keys(values).toSorted(), Object.keys(PLACEHOLDERS[wording]).toSorted())
    const texts = LANGUAGES.map((language) => {
      const mail = fillIn(MAIL_LANGUAGES[language].wordings[wording], PLACEHOLDERS[wording], values)
      const { subject, text, html } = render(mail, language, 'https://epacs.example')
      assert.ok(subject.length > 5 && subject.length < 120)
      assert.ok(mail.blocks.some(({ kind }) => kind === 'link'))
      for (const form of [text, html]) {
        const what = values.institution ?? values.message ?? values.days
        assert.ok(what !== undefined && form.includes(what), language)
        assert.ok(form.includes(about.link), language)
        assert.doesNotMatch(form, /undefined|\[object|NaN|[{}]/)
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
      return text
    })
    assert.equal(new Set(texts).size, LANGUAGES.length)
  })
}

test('every original passes what operators’ wordings must pass, and each is the wording of some mail', () => {
  for (const language of LANGUAGES) {
    for (const name of WORDING_NAMES) {
      assert.deepEqual(
        faultsOf(MAIL_LANGUAGES[language].wordings[name], PLACEHOLDERS[name]),
        [],
        `${name} ${language}`,
      )
    }
  }
  const taken = (Object.keys(FILLINGS) as MailTemplate[]).flatMap((name) => {
    const sample: object = MAIL_SAMPLES[name]
    const variants = [sample, { ...sample, what: 'answer', urgent: null }]
    return variants.map((contents) => fillingOf(name, contents).wording)
  })
  assert.deepEqual([...new Set(taken)].toSorted(), [...WORDING_NAMES].toSorted())
})

test('what has nothing to say this time takes its paragraph along', () => {
  const kinds = (contents: object) => {
    const { wording, values } = fillingOf('registration-approved', contents)
    return fillIn(MAIL_LANGUAGES.en.wordings[wording], PLACEHOLDERS[wording], values).blocks.map(
      ({ kind }) => kind,
    )
  }
  const all = MAIL_SAMPLES['registration-approved']
  assert.deepEqual(kinds(all), ['text', 'text', 'quote', 'text', 'link', 'text', 'code'])
  assert.deepEqual(kinds({ ...all, words: '', days: 0, enrolmentCode: null }), [
    'text',
    'text',
    'text',
    'link',
  ])
})

test('what a value says is text: neither another placeholder nor a paragraph of its own', () => {
  const values = { institution: '{link}\n\nEvil: {link}', link: 'https://epacs.example/#secret' }
  const { subject, blocks } = fillIn(
    { subject: 'To {institution}', text: 'Of “{institution}”.\n \n\nOpen: {link}' },
    PLACEHOLDERS['registration-received'],
    values,
  )
  assert.equal(subject, `To ${values.institution}`)
  assert.deepEqual(blocks, [
    { kind: 'text', text: `Of “${values.institution}”.` },
    { kind: 'link', label: 'Open', address: values.link },
  ])
})

const FAULTY: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['nothing', ' ', '', ['subject empty', 'text empty', 'text missing-placeholder link']],
  ['a line break in the subject', 'A\r\nBcc: eve@example.cz', 'Open: {link}', ['subject line-break']],
  ['a line separator in the subject', 'A\u2028B', 'Open: {link}', ['subject line-break']],
  [
    'a control character',
    'A\u0000',
    'Open\u202e: {link}',
    ['subject control-character', 'text control-character'],
  ],
  ['a patient', 'A', '{patientName}: {link}', ['text unknown-placeholder patientName']],
  ['a name of every object', 'A {constructor}', '{link}', ['subject unknown-placeholder constructor']],
  ['no link', 'A', 'Come and see.', ['text missing-placeholder link']],
  ['the secret link in the subject', 'A {link}', '{link}', ['subject not-in-subject link']],
  ['braces that hold nothing', 'A', 'Open {link: {link}', ['text lone-brace']],
]

for (const [what, subject, text, expected] of FAULTY) {
  test(`a wording is refused for ${what}`, () => {
    const faults = faultsOf({ subject, text }, PLACEHOLDERS['registration-received'])
    assert.deepEqual(
      faults.map(({ field, code, placeholder }) => [field, code, placeholder ?? ''].join(' ').trim()),
      expected,
    )
  })
}

test('a link that would go with a paragraph that may be left out is refused', () => {
  const text = '{words}\n\nFor {days} days: {link}\n\nCode: {enrolmentCode}'
  const approved = PLACEHOLDERS['registration-approved']
  assert.deepEqual(faultsOf({ subject: 'A', text }, approved), [
    { field: 'text', code: 'may-vanish', placeholder: 'link' },
  ])
  assert.deepEqual(faultsOf({ subject: 'A', text: `${text}\n\nOpen: {link}` }, approved), [])
})
