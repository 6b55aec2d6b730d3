import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { parseNodeConfig } from '../config/read-config.ts'
import type { Finding } from './finding.ts'
import { patientList } from './patient-list.ts'

async function findings(config: Parameters<typeof patientList>[0]): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for await (const each of patientList(config)) all.push(each)
  return all
}

test("of the hospital's list of patients is told whether it can be read, and nobody's name", async (t) => {
  const file = join(await temporaryFolder(t), 'patients.csv')
  const config = parseNodeConfig(
    JSON.stringify({ identity: { patients: { file }, rules: [{ name: 'ours', patient: 'match' }] } }),
    'node.yaml',
  )
  const told = async () => {
    const [finding, ...others] = await findings(config)
    assert.deepEqual(others, [])
    return finding
  }
  assert.equal((await told())?.isGood, false)
  await writeFile(file, 'id,name,birthDate\nN1,Novák^Jan,1970-02-15\n')
  assert.deepEqual(await told(), {
    what: 'list of patients',
    isGood: true,
    told: `1 patients in ${file}`,
  })
  await writeFile(file, 'id,name,birthDate\nN1,Novák^Jan,1970-02-15\nN2,Nová^Jana,15.2.1970\n')
  const wrong = await told()
  assert.equal(wrong?.isGood, false)
  assert.match(wrong?.told ?? '', /patients\.csv:3: birthDate: must be YYYYMMDD/)
  assert.doesNotMatch(wrong?.told ?? '', /Nov|1970/)
  await writeFile(file, 'id,name\n')
  assert.match((await told())?.told ?? '', /names nobody/)
})

test('where no rule looks into a list nothing is said of one', async () => {
  assert.deepEqual(await findings({ identity: null }), [])
})
