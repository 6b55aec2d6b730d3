/** The form before it is sent: what is asked, what is found wrong, what is filled in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filledIn } from './draft.ts'
import { changesWith, faultsOf, faultsOfChange, formOf, noValues } from './fields.ts'
import { isIco } from './ico.ts'

test('an IČO needs its check digit, not its leading zeros or spaces', () => {
  assert.equal(isIco('99123011'), true)
  assert.equal(isIco('991 23 011'), true)
  assert.equal(isIco('99123012'), false)
  assert.equal(isIco('6947'), true)
  assert.equal(isIco('00000000'), false)
  assert.equal(isIco(''), false)
})

test('a provider from the Union is asked for its register number, and not for an IČO', () => {
  const values = {
    ...noValues,
    '/institution/eligibility': 'eu-provider',
    '/institution/country': 'SK',
    '/institution/ico': '99123012',
  }
  const faults = faultsOf(values)
  assert.equal(faults['/institution/ico'], undefined)
  assert.equal(faults['/institution/registerNumber'], 'required')
  const rest = { language: 'cs', useIdentity: false, onBehalf: false, conditionsVersion: 1 } as const
  assert.equal(formOf(values, rest).institution.ico, null)
})

test('another answer to who joins leaves the country where it may stay, and its register with it', () => {
  const slovak = {
    ...noValues,
    '/institution/eligibility': 'eu-provider',
    '/institution/country': 'SK',
    '/institution/register': 'sk-ico',
    '/institution/registerNumber': '35763469',
  }
  assert.deepEqual(changesWith('accredited-body', slovak), { '/institution/eligibility': 'accredited-body' })
  assert.deepEqual(changesWith('eu-provider', slovak), { '/institution/eligibility': 'eu-provider' })
  const czech = { ...slovak, ...changesWith('czech-provider', slovak) }
  assert.equal(czech['/institution/country'], 'CZ')
  assert.equal(czech['/institution/registerNumber'], '', "a number of the one country is none of the other's")
  assert.equal(changesWith('eu-provider', noValues)['/institution/country'], '')
  assert.equal(
    changesWith('accredited-body', { ...noValues, '/institution/country': '' })['/institution/country'],
    'CZ',
  )
})

test('a record may go on lacking what it lacks, and no more', () => {
  const before = { ...noValues, '/institution/name': 'Klinika', '/institution/city': 'Brno' }
  assert.deepEqual(faultsOfChange({ ...before, '/institution/city': 'Praha' }, before), {})
  const changed = { ...before, '/institution/name': ' ', '/institution/ico': '12' }
  assert.deepEqual(faultsOfChange(changed, before), {
    '/institution/ico': 'invalid-ico',
    '/institution/name': 'required',
  })
  const elsewhere = { ...before, '/institution/eligibility': 'eu-provider', '/institution/country': 'SK' }
  assert.equal(faultsOfChange(elsewhere, before)['/institution/registerNumber'], 'required')
})

test('a certificate fills in what is empty and leaves what was written', () => {
  const values = { ...noValues, '/representative/name': 'Jana Nová' }
  const filled = filledIn(values, {
    method: 'certificate',
    name: 'MUDr. Jana Nová',
    email: 'jana@example.cz',
    ico: null,
    institution: null,
    waiting: null,
  })
  assert.equal(filled['/representative/name'], 'Jana Nová')
  assert.equal(filled['/representative/email'], 'jana@example.cz')
  assert.equal(filled['/wayIn'], 'certificate')
})
