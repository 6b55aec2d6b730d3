/** Runs in the browser: requests of other institutions for images, what the PACS has, and what is to go. */
import { said, t, time } from './words.js'

const at = (id) => document.getElementById(id)
const HEADERS = { 'x-epacs-node': '1' }

function made(kind, attributes, ...content) {
  const element = document.createElement(kind)
  Object.assign(element, attributes)
  element.append(...content)
  return element
}

const labelled = (label, input) => made('label', {}, `${label} `, input)
const present = (values, between = ', ') => values.filter(Boolean).join(between)
const post = (id, command, body) =>
  fetch(`/api/requests/${id}/${command}`, {
    method: 'POST',
    headers: HEADERS,
    body: body && JSON.stringify(body),
  }).catch(() => undefined)

function factsOf({
  patient,
  wanted,
  modalities,
  studiedFrom,
  studiedTo,
  reason,
  clinician,
  accessionNumber,
}) {
  const period = studiedFrom || studiedTo ? `${studiedFrom ?? '…'} – ${studiedTo ?? '…'}` : ''
  const pairs = [
    [t('request.patient'), present([patient.name, patient.id?.value, patient.birthDate])],
    [t('request.wanted'), present([modalities.join(' '), wanted, period, accessionNumber])],
    [t('request.reason'), reason],
    [t('request.clinician'), clinician],
  ]
  return made('dl', {}, ...pairs.flatMap(([name, value]) => [made('dt', {}, name), made('dd', {}, value)]))
}

function studyChoice(each) {
  const { study, patientId, patientName, birthDate, date, description, modalities, instances, asLabelled } =
    each
  const words = present([
    date,
    modalities.join(' '),
    description,
    instances !== null && t('request.images', { count: instances }),
    present([patientName, patientId, birthDate], ' · '),
    asLabelled.length > 0 && t('asLabelled', { texts: asLabelled.join(', ') }),
  ])
  return made(
    'p',
    {},
    made('label', {}, made('input', { type: 'checkbox', name: 'study', value: study }), ` ${words}`),
  )
}

function request(each) {
  const { id, asking, urgency, neededBy, overdue } = each
  const title = t('request.title', { institution: asking.name, urgency: t(`urgency.${urgency}`) })
  const by = made('input', {
    name: 'by',
    required: true,
    maxLength: 64,
    value: localStorage.getItem('by') ?? '',
  })
  const reason = made('input', { name: 'reason', maxLength: 2000 })
  const problem = made('p', { className: 'bad' })
  problem.setAttribute('role', 'alert')
  const studies = made('div', {})
  const answers = made('p', { className: 'answers' })
  const send = made('button', { type: 'submit', hidden: true }, t('request.answer'))
  const look = made('button', { type: 'button' }, t('request.look'))
  const refuse = made('button', { type: 'button' }, t('request.refuse'))
  async function tell(answer, done) {
    problem.textContent = ''
    if (answer?.status === 204) {
      at('done').textContent = `${done}: ${title}`
      await refreshRequests()
    } else if (answer?.status === 404) problem.textContent = t('notAnyMore')
    else problem.textContent = answer ? said((await answer.json()).problem ?? '') : t('noAnswer')
  }
  look.addEventListener('click', async () => {
    look.disabled = true
    const answer = await post(id, 'studies')
    look.disabled = false
    if (answer?.status !== 200) return tell(answer)
    problem.textContent = ''
    const { studies: found, isComplete } = await answer.json()
    send.hidden = found.length === 0
    studies.replaceChildren(
      ...(isComplete ? [] : [made('p', { className: 'bad' }, t('request.incomplete'))]),
      ...(found.length === 0 ? [made('p', {}, t('request.none'))] : found.map(studyChoice)),
    )
  })
  refuse.addEventListener('click', async () => {
    localStorage.setItem('by', by.value)
    await tell(await post(id, 'refuse', { reason: reason.value, by: by.value }), t('request.refused'))
  })
  const form = made(
    'form',
    {},
    made('p', { className: overdue ? 'bad' : '' }, t('request.neededBy', { at: time(neededBy) })),
    factsOf(each),
    answers,
    studies,
    made('p', {}, look, ' ', send),
    made('p', {}, labelled(t('decidedBy'), by)),
    made('p', {}, labelled(t('request.refusalReason'), reason), ' ', refuse),
    problem,
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    localStorage.setItem('by', by.value)
    const chosen = new FormData(form).getAll('study')
    await tell(await post(id, 'answer', { studies: chosen, by: by.value }), t('request.answered'))
  })
  const section = made('section', { className: 'question' }, made('h3', {}, title), form)
  return section
}

function statesOf(answers) {
  return answers
    .map(({ study, state, trouble }) =>
      present([`${t(`request.state.${state}`)} ${study}`, trouble && said(trouble)]),
    )
    .join('; ')
}

/** What is being filled in stays as it is. */
export async function refreshRequests() {
  const { requests } = await (await fetch('/api/requests', { headers: HEADERS })).json()
  const place = at('asked')
  const shown = new Map([...place.children].map((child) => [child.dataset.key, child]))
  for (const [key, child] of shown) if (!requests.some(({ id }) => id === key)) child.remove()
  for (const each of requests) {
    const child = shown.get(each.id) ?? request(each)
    child.dataset.key = each.id
    if (child.parentElement === null) place.append(child)
    const states = child.querySelector('.answers')
    const words = statesOf(each.answers)
    if (states.textContent !== words) states.textContent = words
  }
  at('requests').hidden = requests.length === 0
}
