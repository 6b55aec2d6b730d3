import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemOf, readObject } from '../testing/read-object.ts'
import { manifestOfFiles, sharedFile, type Verdict } from '../testing/shared-data.ts'

/** Where this reader keeps a verdict of its own, and why. */
const OWN_VERDICTS: ReadonlyMap<string, readonly [Verdict, reason: string]> = new Map([
  [
    'files/conflict/same_uid_b_pixels_differ.dcm',
    ['accept', 'in order alone; seen beside its twin by the intake'],
  ],
  [
    'files/conflict/same_uid_c_patient_differs.dcm',
    ['accept', 'in order alone; seen beside its twin by the intake'],
  ],
  [
    'files/conflict/same_uid_d_other_ts.dcm',
    ['accept', 'in order alone; seen beside its twin by the intake'],
  ],
] as const)

for (const { path, expected } of manifestOfFiles()) {
  const [verdict, reason] = OWN_VERDICTS.get(path) ?? [expected, undefined]
  test(`${path}: ${verdict}${reason === undefined ? '' : ` (${reason})`}`, () => {
    const object = sharedFile(path)
    const problem = problemOf(object)
    if (problem !== undefined) return assert.equal(verdict, 'reject', problem.message)
    const { remarks } = readObject(object)
    assert.equal(remarks.length === 0 ? 'accept' : 'accept-warn', verdict, JSON.stringify(remarks))
  })
}

test('a row that is refused says what is wrong with the file', () => {
  const codes = new Map(
    manifestOfFiles().flatMap(({ path }) => {
      const problem = problemOf(sharedFile(path))
      return problem === undefined ? [] : [[path.replace('files/', ''), problem.code]]
    }),
  )
  const expected = {
    'hostile/deep_nesting.dcm': 'nested-too-deep',
    'hostile/deflate_bomb.dcm': 'expands-too-much',
    'hostile/length_past_end.dcm': 'truncated',
    'hostile/study_uid_traversal.dcm': 'invalid-uid',
    'hostile/uid_65plus.dcm': 'invalid-uid',
    'hostile/uid_path_traversal.dcm': 'invalid-uid',
    'malformed/UN_sequence.dcm': 'missing-uid',
    'malformed/no_meta.dcm': 'not-dicom',
    'malformed/preamble_only.dcm': 'no-data-set',
    'malformed/rtplan_truncated.dcm': 'truncated',
    'malformed/trunc_before_uids.dcm': 'truncated',
    'malformed/trunc_in_meta.dcm': 'truncated',
    'malformed/unknown_ts.dcm': 'unknown-transfer-syntax',
    'nondicom/README.txt': 'not-dicom',
    'nondicom/dicm_noise.dcm': 'damaged',
    'nondicom/pacsman.png': 'not-dicom',
    'nondicom/zero.dcm': 'empty-file',
    'nondicom/zipMR.gz': 'not-dicom',
    'nonpatient/NeurosurgeryPlan.dcm': 'non-patient-object',
    'nonpatient/pet.dcm': 'non-patient-object',
  }
  for (const [path, code] of Object.entries(expected)) assert.equal(codes.get(path), code, path)
})

test('the transfer syntax of a file is the one that its manifest row names, unless its encoding is another', () => {
  const corrected = new Map([
    ['files/malformed/declared_explicit_is_implicit.dcm', '1.2.840.10008.1.2'],
    ['files/malformed/declared_implicit_is_explicit.dcm', '1.2.840.10008.1.2.1'],
    ['files/malformed/ExplVR_BigEndNoMeta.dcm', '1.2.840.10008.1.2.2'],
    ['files/malformed/ExplVR_LitEndNoMeta.dcm', '1.2.840.10008.1.2.1'],
    ['files/malformed/rtstruct.dcm', '1.2.840.10008.1.2'],
  ])
  let read = 0
  for (const { path, transferSyntaxUid } of manifestOfFiles()) {
    const object = sharedFile(path)
    if (problemOf(object) !== undefined) continue
    assert.equal(readObject(object).transferSyntaxUid, corrected.get(path) ?? transferSyntaxUid, path)
    read++
  }
  assert.ok(read > 100)
})
