import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { choiceFor } from '../receiving/choice.ts'
import { JSON_SCHEMA_NAME, jsonSchemaPath, nodeJsonSchema } from './json-schema.ts'
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

test('docs/node.schema.json is what npm run node-schema writes, and the sample names it', async () => {
  assert.equal(await readFile(jsonSchemaPath, 'utf8'), nodeJsonSchema())
  assert.ok(sampleConfig().startsWith(`# yaml-language-server: $schema=${JSON_SCHEMA_NAME}\n`))
  const { properties, additionalProperties } = JSON.parse(nodeJsonSchema())
  assert.deepEqual(Object.keys(properties), Object.keys(parseNodeConfig('dicom: {}', 'node.yaml')))
  assert.equal(additionalProperties, false)
})

test('what is commented out in it is right, too', () => {
  const whole = sampleConfig()
    .replaceAll(/^( *)#( {2}.*)$/gm, '$1$2')
    .replace('pacs: null', 'pacs:')
    .replace('storing: []', 'storing:')
    .replace('listen: null', 'listen:')
    .replace('query: null', 'query:')
    .replace('requests: null', 'requests:')
    .replace('stow: null', 'stow:')
    .replace('identity: null', 'identity:')
    .replace('folders: []', 'folders:')
    .replace('rules: []', 'rules:')
    .replace('proxy: environment', 'proxy:')
    .replace('bandwidth: []', 'bandwidth:')
    .replace('  tls: null', '  tls:')
    .replace('callers: []', 'callers:')
    .replace('aliases: {}', 'aliases:')
  const { dicom, pacs, folders, rules, proxy, bandwidth, query, stow, identity, storing, page, requests } =
    parseNodeConfig(whole, 'node.yaml')
  assert.deepEqual(dicom.callers[0]?.recipients, ['HORNICKA'])
  assert.equal(dicom.callers[0]?.commitment?.reportTo?.port, 104)
  assert.deepEqual([typeof proxy, bandwidth[0]?.uploadMbitPerSecond], ['object', 20])
  assert.deepEqual([dicom.tls?.keyFile, pacs[0]?.tls?.caFile], ['dicom-key.pem', 'hospital-ca.pem'])
  assert.deepEqual([stow?.port, stow?.tls?.keyFile], [8451, 'stow-key.pem'])
  assert.deepEqual([query?.destinations[0]?.port, query?.hold.days], [104, 14])
  assert.deepEqual([requests?.aeTitle, requests?.automatic?.modalities], ['EPACS_ANSWER', ['CT', 'MR']])
  assert.deepEqual([identity?.patients?.separator, identity?.rules[1]?.patientIdPrefix], [';', 'EXT-'])
  assert.deepEqual([page.listen?.port, page.listen?.users?.length], [8452, 1])
  assert.deepEqual([folders[0]?.to, storing[0]?.to], ['FNMOTOL', ['PACS']])
  assert.deepEqual([rules[0]?.to, rules[1]?.series], [['FNMOTOL', 'PRAHA'], 'drop'])
  assert.deepEqual([dicom.aliases.PRAHA, pacs[0]?.by === 'c-store' && pacs[0].port], ['FNMOTOL', 104])
})

test('each wrong value is told with its line and the reason', () => {
  const text = `dicom:
  port: 0
  callers:
    - aeTitle: PACS
      addresses: [10.0.0.1, nowhere]
    - aeTitle: A_TITLE_THAT_IS_TOO_LONG
      addresses: [10.0.0.1]
  tlsport: 2762
  calls:
    - aeTitle: PACS
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
  for (const told of ['8: dicom: there is no option tlsport', '9: dicom: there is no option calls'])
    assert.ok(faults.includes(`node.yaml:${told}`), faults.join())
  assert.ok(faults.includes('node.yaml:11: the file: there is no option colour'), faults.join())
})

test('a proxy without an address and hours that are none are told with their lines', () => {
  const faults = faultsOf(`dicom: {}
proxy:
  except: []
bandwidth:
  - hours: 7-18
    uploadMbitPerSecond: 20
  - hours: 07:00-18:00
`)
  assert.match(faults, /^node\.yaml:3: proxy\.url: must be an address such as http/m)
  assert.match(faults, /^node\.yaml:5: bandwidth\.0\.hours: must be hours such as 07:00-18:00$/m)
  assert.match(
    faultsOf('dicom: {}\nbandwidth:\n  - hours: 07:00-18:00\n'),
    /^node\.yaml:3: bandwidth\.0: limits nothing/m,
  )
  assert.match(
    faultsOf('dicom: {}\nproxy: http://x\n'),
    /^node\.yaml:2: proxy: must be environment, none, or have a url$/m,
  )
})

test('a rule that does nothing, or has the name of another one, is told with its line', () => {
  const text = `dicom: {}
rules:
  - name: one
    urgent: true
  - name: one
    when:
      modality: CT
  - name: two
    when: {}
    series: hide
  - name: three
`
  const faults = faultsOf(text)
  assert.match(faults, /^node\.yaml:7: rules\.1\.when\.modality: .*array/m)
  assert.match(faults, /^node\.yaml:10: rules\.2\.series: /m)
  const mended = text.replace('CT', '[CT]').replace('hide', 'drop')
  assert.match(faultsOf(mended), /^node\.yaml:5: rules\.1: does nothing/m)
  assert.match(faultsOf(mended), /^node\.yaml:11: rules\.3: does nothing/m)
  const named = mended.replace(/- name: one\n {4}when/, '- name: one\n    urgent: false\n    when')
  const last = named.replace('name: three', 'name: three\n    series: keep')
  assert.equal(faultsOf(last), 'node.yaml:5: rules.1.name: another rule has this name')
})

test('what is no YAML is told with its line', () => {
  assert.match(faultsOf('dicom:\n  port: 1\n  port: 2\n'), /^node\.yaml:3: /)
  assert.match(faultsOf('dicom: [\n'), /^node\.yaml:\d: /)
})

test('one PACS is a section, several are a list; what contradicts itself in them is told with its line', () => {
  const one = parseNodeConfig('pacs: { host: a, port: 104, aeTitle: A }', 'node.yaml').pacs
  assert.deepEqual(
    one.map(({ name, by }) => [name, by]),
    [['PACS', 'c-store']],
  )
  const several = `pacs:
  - name: ARCHIVE
    host: a
    port: 104
    aeTitle: A
  - name: NEURO
    stow: https://neuro.example/dicom-web/
storing:
  - when: { modality: [MR], sender: ["Motol*"] }
    to: [NEURO]
`
  const { pacs, storing } = parseNodeConfig(several, 'node.yaml')
  assert.deepEqual(
    pacs.map((each) => (each.by === 'stow' ? each.url : each.aeTitle)),
    ['A', 'https://neuro.example/dicom-web'],
  )
  const chosen = choiceFor({ pacs, storing }, 'MOTOLSKÁ nemocnice')
  assert.deepEqual(
    [chosen('MR'), chosen('CT'), chosen('')],
    [['NEURO'], ['ARCHIVE', 'NEURO'], ['ARCHIVE', 'NEURO']],
  )
  assert.deepEqual(choiceFor({ pacs, storing }, 'Hornická')('MR'), ['ARCHIVE', 'NEURO'])
  assert.match(
    faultsOf(several.replace('[NEURO]', '[NOBODY]')),
    /^node\.yaml:10: storing\.0\.to\.0: .*NOBODY/m,
  )
  assert.match(
    faultsOf(several.replace('name: NEURO', 'name: ARCHIVE')),
    /^node\.yaml:6: pacs\.1\.name: another/m,
  )
  assert.match(faultsOf('pacs:\n  host: a\n'), /^node\.yaml:2: pacs\.port: is missing/m)
  const both = several.replace('stow: h', 'commitment: true\n    bearerFile: b\n    stow: h')
  assert.match(faultsOf(both), /^node\.yaml:7: pacs\.1\.commitment: is for C-STORE/m)
  assert.match(
    faultsOf('pacs:\n  stow: http://me:secret@a/\n'),
    /^node\.yaml:2: pacs\.stow: user and password/m,
  )
})
