/** SOP classes of objects that belong to no patient and no study: there is no mailbox to file them in. */

const NON_PATIENT: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.1.3.10', 'the directory of a file-set'],
  ['1.2.840.10008.5.1.4.38.1', 'a hanging protocol'],
  ['1.2.840.10008.5.1.4.39.1', 'a colour palette'],
  ['1.2.840.10008.5.1.4.43.1', 'an implant template'],
  ['1.2.840.10008.5.1.4.44.1', 'an implant assembly template'],
  ['1.2.840.10008.5.1.4.45.1', 'an implant template group'],
  ['1.2.840.10008.5.1.4.1.1.200.1', 'a CT protocol that was defined for no patient'],
  ['1.2.840.10008.5.1.4.1.1.200.3', 'an approval of protocols'],
  ['1.2.840.10008.5.1.4.1.1.200.7', 'an X-ray protocol that was defined for no patient'],
  ['1.2.840.10008.5.1.4.1.1.201.1', 'an inventory'],
])

/** What kind of non-patient object (PS3.3 annex A, PS3.4 table GG.3-1) it is; undefined: none. */
export function nonPatientKind(sopClassUid: string): string | undefined {
  return NON_PATIENT.get(sopClassUid)
}
