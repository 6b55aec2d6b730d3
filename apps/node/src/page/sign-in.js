/** Runs in the browser: lets an administrator in. */
import { t } from './words.js'

const at = (id) => document.getElementById(id)
const WRONG = { 403: 'signIn.wrong', 429: 'signIn.tooMany' }

at('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault()
  const body = JSON.stringify({ name: at('name').value, password: at('password').value })
  const headers = { 'x-epacs-node': '1' }
  const answer = await fetch('/api/sign-in', { method: 'POST', headers, body }).catch(() => undefined)
  if (answer?.status === 204) return location.assign('/')
  at('trouble').textContent = t(WRONG[answer?.status] ?? 'noAnswer')
  at('password').value = ''
  at('password').focus()
})
