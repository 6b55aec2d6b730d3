/** Runs in the browser: asks the person at the page about patients of deliveries. */
const at = (id) => document.getElementById(id)
const HEADERS = { 'x-epacs-node': '1' }

const WHY = {
  'no-match': 'Nobody in the list of patients is matched.',
  'several-matches': 'Several in the list of patients are matched.',
  'only-the-number':
    'Only the number is the same: neither its issuer nor full name and birth date say that it is the one in the list.',
  'different-birth-number': 'The one in the list has another birth number.',
  'different-name': 'The one in the list has another name.',
  'different-birth-date': 'The one in the list has another birth date.',
  'different-sex': 'The one in the list has another sex.',
  'several-patients': 'The message holds images of several patients.',
  'too-many-patients':
    'The message holds images of more than 200 patients. Cancel it as a whole; or refuse here, and all are refused.',
  'not-writable': "The list's identifiers or name cannot be written into these images.",
  'rule-asks': 'The rule asks each time.',
}

const said = ({ id, issuer, name, birthDate, sex }) =>
  [name, id && (issuer ? `${id} (${issuer})` : id), birthDate, sex].filter(Boolean).join(', ') || 'nothing'

function made(kind, attributes, ...content) {
  const element = document.createElement(kind)
  Object.assign(element, attributes)
  element.append(...content)
  return element
}

const labelled = (label, input) => made('label', {}, `${label} `, input)

function question(each) {
  const { message, number, sender, instances, candidates, sent, issuer, rule } = each
  const title = `${said(sent)}: ${instances} images from ${sender}`
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
    made(
      'p',
      {},
      `${WHY[each.question] ?? each.question} Rule: ${rule}. Nothing of the message goes to the PACS meanwhile.`,
    ),
    made(
      'fieldset',
      {},
      made('legend', {}, 'What goes to the PACS'),
      ...candidates.map((candidate, index) =>
        radio(`candidate ${index}`, `as the one in the list: ${said(candidate)}`),
      ),
      radio('write', 'with these identifiers:'),
      made(
        'p',
        {},
        labelled('Patient ID', id),
        labelled('issuer', issuerField),
        labelled('name, if another', name),
      ),
      radio('keep', 'as it was sent, nothing changed'),
      radio('refuse', 'nothing: the images of this patient are refused, and the sender sees so'),
    ),
    made('p', {}, labelled('Decided by', by), made('button', { type: 'submit' }, 'Decide')),
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
    if (answer?.status === 422) problem.textContent = (await answer.json()).problem
    else if (answer?.status === 204 || answer?.status === 404 || answer?.status === 409) {
      at('done').textContent = answer.status === 204 ? `Decided: ${title}` : `Not possible any more: ${title}`
      await refreshDecisions()
    } else problem.textContent = 'The node does not answer.'
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
