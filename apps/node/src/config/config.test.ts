import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNodeConfig } from './read-config.ts'
import { sampleConfig } from './sample.ts'

const faultsOf = (text: string): string => {
  try {
    parseNodeConfig(text, 'node.yaml')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

test('the file that is written at enrolment says the defaults, and so does an empty section', () => {
  assert.deepEqual(parseNodeConfig(sampleConfig(), 'node.yaml'), parseNodeConfig('dicom: {}', 'node.yaml'))
})

test('what is commented out in it is right, too', () => {
  const whole = sampleConfig()
    .replaceAll(/^( *)#( {2}.*)$/gm, '$1$2')
    .replace('pacs: null', 'pacs:')
    .replace('folders: []', 'folders:')
    .replace('callers: []', 'callers:')
    .replace('aliases: {}', 'aliases:')
  const { dicom, pacs, folders } = parseNodeConfig(whole, 'node.yaml')
  assert.deepEqual(dicom.callers[0]?.recipients, ['HORNICKA'])
  assert.deepEqual([dicom.aliases.PRAHA, pacs?.port, folders[0]?.to], ['FNMOTOL', 104, 'FNMOTOL'])
})

test('each wrong value is told with its line and the reason', () => {
  const text = `dicom:
  port: 0
  callers:
    - aeTitle: PACS
      addresses: [10.0.0.1, nowhere]
    - aeTitle: A_TITLE_THAT_IS_TOO_LONG
      addresses: [10.0.0.1]
colour: red
`
  const faults = faultsOf(text).split('\n')
  assert.match(faults.find((each) => each.startsWith('node.yaml:2: dicom.port: ')) ?? '', /1/)
  assert.ok(
    faults.some((each) => /^node\.yaml:5: dicom\.callers\.0\.addresses\.1: .*address/.test(each)),
    faults.join(),
  )
  assert.ok(
    faults.some((each) => /^node\.yaml:6: dicom\.callers\.1\.aeTitle: .*16/.test(each)),
    faults.join(),
  )
  assert.ok(
    faults.some((each) => each.endsWith('there is no option colour')),
    faults.join(),
  )
})

test('what is no YAML is told with its line', () => {
  assert.match(faultsOf('dicom:\n  port: 1\n  port: 2\n'), /^node\.yaml:3: /)
  assert.match(faultsOf('dicom: [\n'), /^node\.yaml:\d: /)
})
