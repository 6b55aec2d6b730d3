/** Runs in the browser: keys that have come in the place of known ones, each compared and accepted by a person. */
import { said, t, time } from './words.js'

const at = (id) => document.getElementById(id)

function made(kind, attributes, ...content) {
  const element = document.createElement(kind)
  Object.assign(element, attributes)
  element.append(...content)
  return element
}

const keyOf = ({ institution, fingerprint }) => `${institution.id} ${fingerprint}`
const mark = (fingerprint) => made('code', { className: 'fingerprint' }, fingerprint)
const fact = (name, ...content) => [made('dt', {}, name), made('dd', {}, ...content)]

/** @param administrator who has signed in is asked for no name */
function question(asked, known, administrator, refresh) {
  const { institution, fingerprint, since } = asked
  const believed = known.filter((each) => each.institution.id === institution.id && each.state === 'believed')
  const by = made('input', { required: true, maxLength: 100, value: localStorage.getItem('by') ?? '' })
  const compared = made('input', { type: 'checkbox', required: true })
  const problem = made('p', { className: 'bad' })
  problem.setAttribute('role', 'alert')
  const form = made(
    'form',
    {},
    made('p', {}, t('identity.text')),
    made(
      'dl',
      {},
      ...fact(t('identity.new', { at: time(since) }), mark(fingerprint)),
      ...believed.flatMap((each) =>
        fact(t('identity.known', { at: time(each.since) }), mark(each.fingerprint)),
      ),
    ),
    made('p', {}, made('label', {}, compared, ` ${t('identity.compared', { name: institution.name })}`)),
    made(
      'p',
      {},
      ...(administrator === null ? [made('label', {}, `${t('decidedBy')} `, by)] : []),
      made('button', { type: 'submit' }, t('identity.accept')),
    ),
    problem,
  )
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (administrator === null) localStorage.setItem('by', by.value)
    const answer = await fetch(`/api/end-to-end/${institution.id}/accept`, {
      method: 'POST',
      headers: { 'x-epacs-node': '1' },
      body: JSON.stringify({ fingerprint, by: by.value }),
    }).catch(() => undefined)
    if (answer?.status === 422) problem.textContent = said((await answer.json()).problem)
    else if (answer?.status === 204 || answer?.status === 404) {
      const done = answer.status === 204 ? t('identity.accepted') : t('notAnyMore')
      at('done').textContent = `${done}: ${institution.name}`
      await refresh()
    } else problem.textContent = t('noAnswer')
  })
  return made('section', { className: 'question' }, made('h3', {}, institution.name), form)
}

/** What is being filled in stays as it is. */
export function showIdentities({ known }, administrator, refresh) {
  const asked = known.filter(({ state }) => state === 'asked')
  const place = at('keys')
  const shown = new Map([...place.children].map((child) => [child.dataset.key, child]))
  for (const [key, child] of shown) if (!asked.some((each) => keyOf(each) === key)) child.remove()
  for (const each of asked) {
    if (shown.has(keyOf(each))) continue
    const section = question(each, known, administrator, refresh)
    section.dataset.key = keyOf(each)
    place.append(section)
  }
  at('identities').hidden = asked.length === 0
}
