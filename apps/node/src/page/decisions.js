/** Runs in the browser: asks the person at the page about patients of deliveries. */
import { said, t } from './words.js'

const at = (id) => document.getElementById(id)
const HEADERS = { 'x-epacs-node': '1' }

const patientOf = ({ id, issuer, name, birthDate, sex }) =>
  [name, id && (issuer ? `${id} (${issuer})` : id), birthDate, sex].filter(Boolean).join(', ') ||
  t('nothingSaid')

function made(kind, attributes, ...content) {
  const element = document.createElement(kind)
  Object.assign(element, attributes)
  element.append(...content)
  return element
}

const labelled = (label, input) => made('label', {}, `${label} `, input)

function question(each) {
  const { message, number, sender, instances, candidates, sent, asLabelled, issuer, rule } = each
  const title = t('question', { patient: patientOf(sent), count: instances, sender })
  const group = `choice-${message}-${number}`
  const radio = (value, label) =>
    made(
      'p',
      {},
      made('label', {}, made('input', { type: 'radio', name: group, value, required: true }), ` ${label}`),
    )
  const id = made('input', { name: 'patientId', value: sent.id, maxLength: 64 })
  const issuerField = made('input', { name: 'issuer', value: issuer, maxLength: 64 })
  const name = made('input', { name: 'name', maxLength: 200, placeholder: sent.name })
  const by = made('input', {
    name: 'by',
    required: true,
    maxLength: 64,
    value: localStorage.getItem('by') ?? '',
  })
  const problem = made('p', { className: 'bad' })
  problem.setAttribute('role', 'alert')
  const form = made(
    'form',
    {},
    made('p', {}, t('questionText', { why: t(`why.${each.question}`), rule })),
    ...(asLabelled.length === 0 ? [] : [made('p', {}, t('asLabelled', { texts: asLabelled.join(', ') }))]),
    made(
      'fieldset',
      {},
      made('legend', {}, t('choice')),
      ...candidates.map((candidate, index) =>
        radio(`candidate ${index}`, t('choice.candidate', { patient: patientOf(candidate) })),
      ),
      radio('write', t('choice.write')),
      made(
        'p',
        {},
        labelled(t('patientId'), id),
        labelled(t('issuer'), issuerField),
        labelled(t('otherName'), name),
      ),
      radio('keep', t('choice.keep')),
      radio('refuse', t('choice.refuse')),
    ),
    made('p', {}, labelled(t('decidedBy'), by), made('button', { type: 'submit' }, t('decide'))),
    problem,
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    localStorage.setItem('by', by.value)
    const [choice, candidate] = String(new FormData(form).get(group)).split(' ')
    const body = {
      choice,
      by: by.value,
      ...(choice === 'candidate' ? { candidate: Number(candidate) } : {}),
      ...(choice === 'write' ? { patientId: id.value, issuer: issuerField.value, name: name.value } : {}),
    }
    const answer = await fetch(`/api/decisions/${message}/${number}`, {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify(body),
    }).catch(() => undefined)
    if (answer?.status === 422) problem.textContent = said((await answer.json()).problem)
    else if (answer?.status === 204 || answer?.status === 404 || answer?.status === 409) {
      at('done').textContent =
        answer.status === 204 ? t('decided', { what: title }) : `${t('notAnyMore')}: ${title}`
      await refreshDecisions()
    } else problem.textContent = t('noAnswer')
  })
  return made('section', { className: 'question' }, made('h3', {}, title), form)
}

/** What is being filled in stays as it is. */
export async function refreshDecisions() {
  const { questions } = await (await fetch('/api/decisions', { headers: HEADERS })).json()
  const place = at('questions')
  const shown = new Map([...place.children].map((child) => [child.dataset.key, child]))
  const keys = questions.map(({ message, number }) => `${message} ${number}`)
  for (const [key, child] of shown) if (!keys.includes(key)) child.remove()
  questions.forEach((each, index) => {
    if (shown.has(keys[index])) return
    const asked = question(each)
    asked.dataset.key = keys[index]
    place.append(asked)
  })
  at('decisions').hidden = questions.length === 0
}
